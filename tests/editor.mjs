// What an editor shows in an inventory: a real language server is asked for diagnostics, completions and hovers.
// node tests/editor.mjs SERVER FOLDER, where FOLDER holds inventory.yaml and labctl.schema.json of `labctl init --schema`.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [server, folder] = process.argv.slice(2);
const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
const [answers, diagnostics] = [new Map(), new Map()];
let [last, buffer] = [0, Buffer.alloc(0)];

const send = (message) => {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
};
const ask = (method, params) =>
  new Promise((answer) => {
    last += 1;
    answers.set(last, answer);
    send({ id: last, method, params });
  });

// Each message has its length before it.
child.stdout.on("data", (bytes) => {
  buffer = Buffer.concat([buffer, bytes]);
  for (;;) {
    const head = buffer.indexOf("\r\n\r\n");
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, Math.max(head, 0)))?.[1]);
    if (head < 0 || buffer.length < head + 4 + length) return;
    const message = JSON.parse(buffer.subarray(head + 4, head + 4 + length));
    buffer = buffer.subarray(head + 4 + length);
    if (message.method === "textDocument/publishDiagnostics") {
      diagnostics.get(message.params.uri)?.(message.params.diagnostics);
    } else if (message.method && message.id !== undefined) {
      send({ id: message.id, result: message.method === "workspace/configuration" ? message.params.items.map(() => null) : null });
    } else if (message.id !== undefined) {
      answers.get(message.id)?.(message.result);
    }
  }
});

const watchdog = setTimeout(() => {
  console.error("the language server does not answer");
  child.kill();
  process.exit(1);
}, 60_000);

await ask("initialize", {
  processId: process.pid,
  rootUri: pathToFileURL(folder).href,
  capabilities: { textDocument: { completion: { completionItem: { documentationFormat: ["markdown"] } }, hover: { contentFormat: ["markdown"] } } },
});
send({ method: "initialized", params: {} });
const yaml = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml } } });

// Opens a text as a file of the folder; `^` stands where the cursor is.
const open = async (name, text) => {
  const uri = pathToFileURL(`${folder}/${name}`).href;
  const before = text.split("^")[0].split("\n");
  const position = { line: before.length - 1, character: before.at(-1).length };
  const told = new Promise((tell) => diagnostics.set(uri, tell));
  const document = { uri, languageId: "yaml", version: 1, text: text.replace("^", "") };
  send({ method: "textDocument/didOpen", params: { textDocument: document } });
  return { told, at: { textDocument: { uri }, position } };
};
const modeline = "# yaml-language-server: $schema=labctl.schema.json\n";
const vm = `${modeline}hosts:\n  pve1: {}\nvms:\n  apps:\n    runs_on: pve1\n`;
const messages = async (name, text) => (await (await open(name, text)).told).map((it) => it.message);
const completions = async (name, text) => {
  const answer = await ask("textDocument/completion", (await open(name, text)).at);
  return new Map(answer.items.map((item) => [item.label, `${item.insertText} ${JSON.stringify(item.documentation ?? "")}`]));
};
const hover = async (name, text) => JSON.stringify((await ask("textDocument/hover", (await open(name, text)).at))?.contents ?? "");

assert.deepEqual(await messages("inventory.yaml", readFileSync(`${folder}/inventory.yaml`, "utf8")), []);
const wrong = await messages("wrong.yaml", `${vm}    memroy: 4GiB\n    engine: dockr\n    autostart: maybe\n    expires: soon\n`);
for (const part of ["memroy", "docker", "boolean", "a date is needed here"]) {
  assert.ok(wrong.some((message) => message.includes(part)), `no word of ${part}: ${wrong.join("\n")}`);
}

const sections = await completions("sections.yaml", `${modeline}^`);
for (const name of ["hosts", "vms", "containers", "policy"]) assert.ok(sections.has(name), `${name} is not offered`);
const fields = await completions("fields.yaml", `${vm}    ^\n`);
for (const name of ["memory", "cpu", "backup", "monitored_by"]) assert.ok(fields.has(name), `${name} is not offered`);
assert.match(fields.get("memory"), /its memory/);
assert.match(fields.get("owner"), /^owner: /);
for (const name of ["ram", "privileged", "storage"]) assert.ok(!fields.has(name), `${name} is offered to a VM`);
const words = await completions("words.yaml", `${vm}    engine: ^\n`);
for (const name of ["docker", "podman", "lxc"]) assert.ok(words.has(name), `${name} is not offered`);
const roles = await completions("roles.yaml", `${vm}    role: [^]\n`);
assert.match(roles.get("dns"), /answers for names/);
assert.ok((await completions("hypervisor.yaml", `${modeline}hosts:\n  pve1:\n    hypervisor: ^\n`)).has("proxmox"));
assert.equal((await completions("text.yaml", `${vm}    owner: ^\n`)).size, 0, "words are offered where any will do");
const rules = await completions("rules.yaml", `${modeline}policy:\n  rules:\n    ^\n`);
assert.match(rules.get("no-backup"), /^no-backup: .*has no backup/);
const excused = await completions("allow.yaml", `${vm}    allow:\n      - rule: ^\n`);
assert.ok([...rules.keys()].every((name) => excused.has(name)), "a rule cannot be excused");
const listed = await completions("listed.yaml", `${modeline}containers:\n  - name: web\n    ^\n`);
assert.ok(listed.has("image"), "a list of entries has no completions");

assert.match(await hover("field.yaml", `${vm}    cpu^: 4\n`), /processor cores, as the scheduler sees them/);
assert.match(await hover("alias.yaml", `${vm}    ra^m: 4GiB\n`), /its memory/);
assert.match(await hover("section.yaml", `${modeline}ho^sts:\n  pve1: {}\n`), /physical machines/);

clearTimeout(watchdog);
child.kill();
console.log(`editor: ${sections.size} sections, ${fields.size} fields of a VM, ${words.size} engines, ${roles.size} roles, ${rules.size} rules offered`);
