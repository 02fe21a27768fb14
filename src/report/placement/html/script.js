
// Searches and sorts. The page says everything without it.
"use strict";
for (const lab of document.querySelectorAll("article")) {
  const tools = lab.querySelector(".tools");
  if (!tools) continue;
  const [query, only] = tools.querySelectorAll("input");
  const told = tools.querySelector("output");
  const before = told.textContent;
  let boxes, rows;

  // Read once, and only if somebody searches: a lab may be large.
  const read = () => {
    const places = new Map();
    boxes = [...lab.querySelectorAll(".map li")].map((box, at) => {
      places.set(box, at);
      const head = box.firstElementChild;
      const layer = (box.className.match(/l-(\S+)/) || ["", ""])[1].replace("-", " ");
      const above = places.get(box.parentElement.closest("li"));
      return { box, above, text: `${head.textContent} ${layer}`.toLowerCase(), found: !!head.querySelector(".badge"), system: !!box.id };
    });
    rows = [...lab.querySelectorAll("tbody tr, .findings li, .steps ul li")].map((row) => [row, row.textContent.toLowerCase()]);
  };

  const search = () => {
    if (!boxes) read();
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    const all = !words.length && !only.checked;
    let number = 0;
    // What runs on something that is meant is meant too; a search for findings means each by itself.
    for (const it of boxes) {
      const above = boxes[it.above];
      it.named = has(it.text) || (words.length > 0 && !!above && above.named);
      it.meant = it.named && (!only.checked || it.found);
      it.shown = it.meant;
      if (it.meant && it.system) number += 1;
    }
    for (const it of boxes.slice().reverse()) if (it.shown && it.above !== undefined) boxes[it.above].shown = true;
    for (const it of boxes) it.box.hidden = !it.shown;
    for (const [row, text] of rows) row.hidden = !has(text);
    told.textContent = all ? before : `${number} of ${before}`;
  };

  let waiting;
  tools.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    query.value = "";
    search();
  });
  tools.hidden = false;
}

// A slash leads to the search, as in many places.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input")) return;
  const query = document.querySelector(".tools input");
  if (!query) return;
  event.preventDefault();
  query.focus();
});

// A link to what is folded unfolds it.
const unfold = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
  if (target && target.hidden === false) target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();

// A click on the head of a column sorts by it.
const order = new Intl.Collator("en", { numeric: true }).compare;
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  if (body.rows.length < 3) continue;
  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const turn = head.ariaSort === "ascending" ? -1 : 1;
      for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
      head.ariaSort = turn > 0 ? "ascending" : "descending";
      const keyed = [...body.rows].map((row) => [row.cells[at].textContent, row]);
      keyed.sort(([one], [other]) => turn * order(one, other));
      body.append(...keyed.map(([, row]) => row));
    });
  });
}
