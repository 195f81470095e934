"use strict";
// Sorting: a heading becomes a button; numbers sort by value, words as in the language of the page.
// A cell without a key of its own is sorted by the number or word it starts with.
// A real button would be missing from the headings that are repeated on paper.
const lang = document.documentElement.lang;
const order = new Intl.Collator(lang).compare;
const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "");
const textOf = (cell) => cell.firstChild?.data ?? cell.querySelector("button")?.textContent ?? "";
// The number that a cell shows; a dash, for unknown, comes before zero. Not a number: NaN.
const numberOf = (text) => {
  const bare = text.replace(/[▲▽+€\s]/g, "");
  if (bare === "–") return -1;
  if (!/^-?[\d.,]*\d$/.test(bare)) return NaN;
  return Number(lang === "nl" ? bare.replaceAll(".", "").replace(",", ".") : bare.replaceAll(",", ""));
};
const keyOf = (cell) => {
  const key = cell.dataset.key;
  const number = key === undefined ? numberOf(textOf(cell)) : Number(key || NaN);
  return isNaN(number) ? plain(key ?? textOf(cell)) || (key ?? "") : number;
};
const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : order(a, b));
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if ("drawn" in head.dataset) return;
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    while (head.firstChild && head.firstChild.nodeName !== "I") button.append(head.firstChild);
    head.prepend(button);
    const sort = () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows].map((row) => [keyOf(row.cells[column]), row]);
      rows.sort((a, b) => (up ? 1 : -1) * compare(a[0], b[0]));
      table.tBodies[0].append(...rows.map((pair) => pair[1]));
    };
    button.addEventListener("click", sort);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort();
    });
  });
}
// A link into something folded unfolds it.
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = target && (target.id === "method" ? target : target.closest("details"));
  const folded = section && (section.matches("details") ? section : section.querySelector("details"));
  if (!folded || folded.open) return;
  folded.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();
// On paper everything is unfolded; afterwards it is as it was. (The style does the same for who has no script.)
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  unfolded.forEach((part) => (part.open = true));
});
addEventListener("afterprint", () => unfolded.forEach((part) => (part.open = false)));
