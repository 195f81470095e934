"use strict";
// Sorting: a heading becomes a button; numbers sort by value, words as in the language of the page.
// A cell without a key of its own is sorted by the number or word it starts with.
// A real button would be missing from the headings that are repeated on paper.
const order = new Intl.Collator(document.documentElement.lang).compare;
const keyOf = (row, column) => row.cells[column].dataset.key ?? row.cells[column].firstChild?.data ?? "";
const compare = (a, b) => (a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : order(a, b));
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    while (head.firstChild && head.firstChild.nodeName !== "I") button.append(head.firstChild);
    head.prepend(button);
    const sort = () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => (up ? 1 : -1) * compare(keyOf(a, column), keyOf(b, column)));
      table.tBodies[0].append(...rows);
    };
    button.addEventListener("click", sort);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort();
    });
  });
}
// Map and table: pointing at a row lights up its circle, and the other way round.
for (const town of document.querySelectorAll("a.town")) {
  const row = document.getElementById(town.getAttribute("href").slice(1));
  if (!row) continue;
  const light = (on) => () => row.classList.toggle("on", on);
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
    town.addEventListener(event, light(on));
  }
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
