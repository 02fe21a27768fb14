// Reads diagrams with Mermaid itself: `node mermaid.mjs FILE...`. A file is a diagram, or Markdown with some.
import fs from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });

for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, "utf8");
  const inside = [...text.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map((found) => found[1]);
  const diagrams = inside.length > 0 ? inside : [text];
  let systems = 0;
  for (const diagram of diagrams) {
    if (diagram.length >= 50_000) throw new Error(`${file}: ${diagram.length} characters are too many`);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(diagram);
    const ids = [...db.getVertices().keys(), ...db.getSubGraphs().map((group) => group.id)];
    systems += ids.filter((id) => id.startsWith("w_")).length;
  }
  console.log(`${file.split("/").pop()}: ${diagrams.length} diagrams, ${systems} systems`);
}
