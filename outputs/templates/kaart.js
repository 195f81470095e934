// Map, tables and the chosen municipality. What is shown stands in the tables too: without script nothing is missing.
const data = JSON.parse(document.getElementById("bench").textContent);
const byId = (id) => document.getElementById(id);
const say = (code, params = {}) => data.words[code].replace(/\{(\w+)\}/g, (_, name) => params[name]);
const whole = new Intl.NumberFormat(lang === "nl" ? "nl-NL" : "en-GB").format;
// Two decimals, a half to the even side: as the tables have it.
const ratio = (value) => {
  if (value === null) return "–";
  const millionths = Math.round(value * 1e6);
  const rest = millionths % 1e4;
  let cents = Math.floor(millionths / 1e4);
  if (rest > 5000 || (rest === 5000 && cents % 2)) cents += 1;
  return whole(Math.floor(cents / 100)) + (lang === "nl" ? "," : ".") + String(cents % 100).padStart(2, "0");
};
const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};
const chooser = (label, options, change) => {
  const select = make("select", {}, ...options.map(([value, shown]) => make("option", { value }, shown)));
  select.addEventListener("change", () => change(select.value));
  return [make("label", {}, label, select), select];
};
const said = make("p", { class: "unseen", role: "status" });
document.body.append(said);
const links = new Map([...document.querySelectorAll("a.town")].map((a) => [a.getAttribute("href").slice(3), a]));
const partsOf = (code, starts = ["m-", "d-", "l-"]) => starts.map((start) => byId(start + code)).filter(Boolean);
const everywhere = ["m-", "d-", "l-", "g-", "joint-", "asylum-"];

// What the map shows: a measure, a group and a moment. Places in a row of figures as the data have them.
const FIGURES = { joint: 5, asylum: 6, ukraine: 7, housing: 8 };
const PLACES = { all: [0, 1, 2, 3], asylum: [0, 1], regular: [0], special: [1], ukraine: [2], housing: [3] };
const RATIOS = ["low", "even", "high", "top", "none"];
const view = { measure: data.measures[0], group: data.measures[0].groups[0], moment: data.moments.length - 1 };
const valueOf = (town) => {
  const at = town.v[view.moment];
  if (!at.length) return null;
  const { key } = view.measure;
  if (key === "ratio") return at[FIGURES[view.group]];
  if (key === "share") return at[9];
  if (key === "above") return town.a;
  return key === "unhoused" ? at[4] : PLACES[view.group].reduce((sum, place) => sum + at[place], 0);
};
const isRatio = () => view.measure.key === "ratio" || view.measure.key === "share";
const shown = (value) => (value === null ? "–" : isRatio() ? ratio(value) : whole(value));
const ratioClasses = () => ({
  fills: RATIOS,
  labels: data.classes,
  of: (town, value) => {
    const small = town.s && view.measure.key === "ratio" && (view.group === "joint" || view.group === "asylum");
    if (value === null || small) return 4;
    const place = data.bounds.findIndex((end) => value < end);
    return place < 0 ? 3 : place;
  },
});
const rounded = (value) => {
  const step = 10 ** Math.max(0, String(value).length - 2);
  return Math.ceil(value / step) * step;
};
// None, and up to four classes with about as many municipalities each, that end at round numbers.
const countClasses = (values) => {
  const known = values.filter((value) => value > 0).sort((a, b) => a - b);
  const most = known[known.length - 1];
  const ends = [0.25, 0.5, 0.75].map((part) => rounded(known[Math.floor(part * (known.length - 1))] ?? 0));
  const bounds = known.length ? [...new Set(ends.filter((end) => end > 0 && end < most)), most] : [];
  const starts = [1, ...bounds.map((end) => end + 1)];
  const label = (end, place) =>
    starts[place] === end ? whole(end) : say("up_to", { low: whole(starts[place]), high: whole(end) });
  return {
    fills: ["n0", ...bounds.map((_, place) => `n${place + 1}`), "none"],
    labels: [say("nothing"), ...bounds.map(label), "–"],
    of: (_, value) =>
      value === null ? bounds.length + 1 : value <= 0 ? 0 : 1 + bounds.findIndex((end) => value <= end),
  };
};
const drawn = byId("legend")?.querySelector("svg");
const sample = (fill) => {
  const copy = drawn.cloneNode(true);
  copy.querySelector(".edge").setAttribute("fill", `url(#h-${fill})`);
  return copy;
};
const about = () => ({ measure: say(`measure_${view.measure.key}`), group: say(`group_${view.group}`) });
const says = make("p", { class: "says", id: "map-says" });
const paint = (first) => {
  const codes = Object.keys(data.towns);
  const values = new Map(codes.map((code) => [code, valueOf(data.towns[code])]));
  const classes = isRatio() ? ratioClasses() : countClasses([...values.values()]);
  const counts = classes.fills.map(() => 0);
  for (const code of codes) {
    const town = data.towns[code];
    const place = classes.of(town, values.get(code));
    counts[place] += 1;
    const link = links.get(code);
    if (!link || first) continue;
    link.querySelector(".edge").setAttribute("fill", `url(#h-${classes.fills[place]})`);
    const label = say("label", { name: town.n, value: shown(values.get(code)), ...about() });
    link.setAttribute("aria-label", label);
    const title = link.querySelector("title");
    if (title) title.textContent = label;
  }
  const items = classes.fills
    .map((fill, place) => [fill, place])
    .filter(([fill, place]) => counts[place] || (fill !== "none" && fill !== "n0"))
    .map(([fill, place]) => {
      const label = say("towns_in_class", { label: classes.labels[place], number: whole(counts[place]) });
      return make("li", {}, sample(fill), label);
    });
  byId("legend").replaceChildren(...items);
  byId("legend-title").textContent = about().measure;
  says.textContent = say("says", { ...about(), moment: data.moments[view.moment] });
  if (!first) said.textContent = says.textContent;
};
if (links.size) {
  const groups = () => view.measure.groups.map((key) => [key, say(`group_${key}`)]);
  const [groupLabel, group] = chooser(say("group"), groups(), (value) => {
    view.group = value;
    paint();
  });
  const [momentLabel, moment] = chooser(say("moment"), [...data.moments.entries()], (value) => {
    view.moment = Number(value);
    paint();
    if (chosen) fillPanel();
  });
  const measures = data.measures.map(({ key }) => [key, say(`measure_${key}`)]);
  const [measureLabel] = chooser(say("measure"), measures, (value) => {
    view.measure = data.measures.find(({ key }) => key === value);
    view.group = view.measure.groups.includes(view.group) ? view.group : view.measure.groups[0];
    if (view.measure.last) view.moment = data.moments.length - 1;
    group.replaceChildren(...groups().map(([key, label]) => make("option", { value: key }, label)));
    group.value = view.group;
    group.disabled = view.measure.groups.length < 2;
    moment.value = view.moment;
    moment.disabled = view.measure.last || data.moments.length < 2;
    paint();
  });
  moment.value = view.moment;
  moment.disabled = data.moments.length < 2;
  byId("choices").append(measureLabel, groupLabel, momentLabel);
  byId("choices").hidden = false;
  byId("choices").after(says);
  paint(true);
}

// One municipality, chosen on the map or in the table: marked in both, with all about it in the panel between them.
let chosen = "";
let halo = null;
const panel = byId("chosen");
const strip = make("nav", { class: "strip", "aria-label": say("strip") });
strip.hidden = true;
document.body.append(strip);
const figure = (row, column) => {
  const head = row.closest("table").tHead.rows[0].cells[column];
  const mark = (row.cells[column].querySelector(".o") ?? head.querySelector(".o"))?.cloneNode(true);
  return [textOf(row.cells[column]), ...(mark ? [" ", mark] : [])];
};
const origin = (place) =>
  place < 0 ? [] : [" ", make("i", { class: `o o-${["published", "reported", "computed", "estimate", "illustration"][place]}` }, data.origins[place])];
const dutyRows = (town) => {
  const at = town.v[view.moment];
  const carried = at.length > 10 ? at.slice(10) : at.slice(0, 4);
  const row = (name, places, value) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, say(`name_${name}`)),
      make("td", {}, whole(places.reduce((sum, k) => sum + town.d[k], 0)), ...origin(Math.max(...places.map((k) => town.h[k])))),
      make("td", {}, whole(places.reduce((sum, k) => sum + carried[k], 0))),
      make("td", {}, value === undefined ? "" : ratio(value)),
    );
  return [
    row("asylum", [0, 1], at[6]),
    row("special", [1]),
    row("ukraine", [2], at[7]),
    row("housing", [3], at[8]),
  ];
};
const tableOf = (caption, heads, body, kind) =>
  make(
    "div",
    { class: "scroll", role: "region", "aria-label": caption, tabindex: 0 },
    make("table", kind ? { class: kind } : {}, make("caption", {}, caption), heads, body),
  );
const dutyTable = (town) => {
  const heads = ["duty", "due", "carried", "ratio"].map((name, place) =>
    make("th", { scope: "col", ...(place ? { class: "n" } : {}) }, say(`col_${name}`), ...(place > 1 ? origin(2) : [])),
  );
  const caption = say("panel_duties", { moment: data.moments[view.moment] });
  return tableOf(caption, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...dutyRows(town)), "num");
};
const placesOf = (code) => {
  const rows = [...(byId(`l-${code}`)?.rows ?? [])].slice(1);
  if (!rows.length) return make("p", {}, say("no_places"));
  const body = make("tbody", {}, ...rows.map((row) => row.cloneNode(true)));
  return tableOf(say("panel_places"), byId("places").tHead.cloneNode(true), body, byId("places").className);
};
const listed = (title, items, nothing) => [
  make("h4", {}, title),
  items.length ? make("ul", { class: "said" }, ...items.map((item) => make("li", {}, ...item))) : make("p", {}, nothing),
];
const ruleLink = (place) => {
  const row = byId(`r-${data.rules[place]}`);
  return [make("a", { href: `#${row.id}` }, textOf(row.cells[0]))];
};
const headsOf = (row) => [...row.closest("table").tHead.rows[0].cells].map((head) => head.firstChild.textContent.trim());
const exchange = (place) => {
  const row = byId(`u-${place}`);
  const parts = headsOf(row).map((head, column) => `${head}: ${textOf(row.cells[column])}`);
  return [`${parts.join("; ")}.`];
};
const position = (place) => {
  const row = byId(`p-${place}`);
  const heads = headsOf(row);
  const [who, said, planned, kept] = [...row.cells].map(textOf);
  return [`${who}: ${said}. ${heads[2]}: ${planned}. ${heads[3]}: ${kept}.`];
};
// The button that clears the choice disappears with it: who used it goes on at the name in the table.
const clearer = () => {
  const button = make("button", { type: "button" }, say("clear"));
  button.addEventListener("click", () => {
    const name = byId(`m-${chosen}`).querySelector("button");
    choose("");
    name.focus({ preventScroll: true });
  });
  return button;
};
const fillPanel = () => {
  const town = data.towns[chosen];
  const row = byId(`m-${chosen}`);
  const region = town.r < 0 ? "" : ` · ${data.region}: ${data.regions[town.r]}`;
  const [before, between, after] = say("panel_facts", { inhabitants: "\0", indicative: "\0" }).split("\0");
  const facts = make("p", {}, before, ...figure(row, 1), between, ...figure(row, 2), after);
  if (town.o) facts.append(" ", say("left_out", { reason: town.o }));
  const bar = view.moment === data.moments.length - 1 ? byId(`d-${chosen}`)?.querySelector("svg") : null;
  const cost = byId(`c-${chosen}`);
  const left = make("div", {}, facts, dutyTable(town));
  if (bar) left.append(make("p", { class: "mix" }, bar.cloneNode(true), bar.querySelector("title").textContent));
  left.append(make("p", { class: "tablenote" }, say("note")));
  if (cost) left.append(make("p", {}, `${say("panel_cost")}: `, ...figure(cost, 1)));
  const right = make("div", {}, ...listed(say("panel_rules"), town.b.map(ruleLink), say("no_rules")));
  if (town.p.length) right.append(...listed(say("panel_positions"), town.p.map(position)));
  if (town.u.length) right.append(...listed(say("panel_exchanges"), town.u.map(exchange)));
  const head = make("div", { class: "chosen-head" }, make("h3", {}, town.n + region), clearer());
  panel.replaceChildren(head, make("div", { class: "chosen-grid" }, left, right), placesOf(chosen));
};
const fillStrip = () => {
  const jump = (to, code) => make("a", { href: `#${to}` }, say(code));
  const map = links.size ? [jump("map", "to_map")] : [];
  const table = make("a", { href: `#m-${chosen}` }, say("to_row"));
  const name = make("b", {}, data.towns[chosen].n);
  strip.replaceChildren(name, ...map, jump("chosen", "to_panel"), table, clearer());
};
const mark = (code, on) => {
  partsOf(code, everywhere).forEach((part) => part.classList.toggle("on", on));
  byId(`m-${code}`)?.querySelector("button")?.setAttribute("aria-pressed", on);
  const link = links.get(code);
  if (!link) return;
  if (on) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
};
const choose = (code) => {
  halo?.remove();
  if (chosen) mark(chosen, false);
  chosen = code === chosen || !data.towns[code] || !byId(`m-${code}`) ? "" : code;
  panel.hidden = strip.hidden = !chosen;
  document.body.classList.toggle("has-strip", Boolean(chosen));
  said.textContent = chosen ? say("chosen", { name: data.towns[chosen].n }) : say("hint");
  if (!chosen) return;
  mark(chosen, true);
  const edge = links.get(chosen)?.querySelector(".edge");
  if (edge) {
    // An outline over all areas and under all names: a neighbour drawn later would cover the own edge.
    halo = edge.cloneNode();
    halo.setAttribute("class", "halo");
    halo.removeAttribute("fill");
    const drawing = edge.ownerSVGElement;
    drawing.insertBefore(halo, drawing.querySelector(":scope > .pointer, :scope > .name"));
  }
  fillPanel();
  fillStrip();
  for (const row of partsOf(chosen)) {
    const region = row.closest(".scroll");
    region.scrollTop = row.offsetTop - region.clientHeight / 3;
  }
};
// Pointing or being at a municipality in one place lights it up in all others. On the map a mark may lie over it.
let lit = "";
const light = (code) => {
  for (const [name, on] of [[lit, false], [code, true]])
    for (const part of [byId(`m-${name}`), byId(`d-${name}`), links.get(name)]) part?.classList.toggle("lit", on);
  lit = code;
};
const codeOf = (link) => link?.getAttribute("href").slice(3) ?? "";
const under = (event) =>
  codeOf(document.elementsFromPoint(event.clientX, event.clientY).map((part) => part.closest("a.town")).find(Boolean));
const followed = (part, code) => {
  for (const [event, now] of [["mouseenter", code], ["mouseleave", ""], ["focusin", code], ["focusout", ""]])
    part.addEventListener(event, () => light(now));
};
const map = document.querySelector("svg.map");
map?.addEventListener("mousemove", (event) => light(under(event)));
map?.addEventListener("mouseleave", () => light(""));
map?.addEventListener("click", (event) => {
  const code = codeOf(event.target.closest("a.town")) || under(event);
  if (!code || event.ctrlKey || event.metaKey || event.shiftKey || !byId(`m-${code}`)) return;
  event.preventDefault();
  choose(code);
});
for (const [code, link] of links)
  for (const [event, now] of [["focus", code], ["blur", ""]]) link.addEventListener(event, () => light(now));
for (const code of Object.keys(data.towns)) {
  for (const row of [byId(`m-${code}`), byId(`d-${code}`)].filter(Boolean)) followed(row, code);
  const head = byId(`m-${code}`)?.cells[0];
  if (!head) continue;
  const button = make("button", { type: "button", class: "pick", "aria-pressed": false }, ...head.childNodes);
  button.addEventListener("click", () => choose(code));
  head.prepend(button);
}
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen && !event.target.matches("input, select")) choose("");
});

// Filter: by name without accents, by region, by whether the norm compares a municipality.
const filter = { text: "", region: "", show: "" };
const count = make("output", { "aria-live": "polite" });
const apply = () => {
  let kept = 0;
  for (const [code, town] of Object.entries(data.towns)) {
    const fits =
      plain(town.n).includes(plain(filter.text)) &&
      (filter.region === "" || Number(filter.region) === town.r) &&
      (filter.show === "" || (filter.show === "out") === Boolean(town.o));
    kept += fits;
    partsOf(code).forEach((part) => (part.hidden = !fits));
    links.get(code)?.classList.toggle("dim", !fits);
  }
  count.textContent = say("count", { shown: whole(kept), total: whole(Object.keys(data.towns).length) });
};
const search = make("input", { type: "search", autocomplete: "off" });
search.addEventListener("input", () => {
  filter.text = search.value;
  apply();
});
const bar = byId("filter");
if (bar) {
  bar.append(make("label", {}, say("search"), search));
  if (data.regions.length > 1) {
    const options = [["", say("every_region")], ...data.regions.map((name, place) => [place, name])];
    const [region] = chooser(data.region, options, (value) => {
      filter.region = value;
      apply();
    });
    bar.append(region);
  }
  if (Object.values(data.towns).some((town) => town.o)) {
    const options = [["", say("show_all")], ["in", say("show_in")], ["out", say("show_out")]];
    const [show] = chooser(say("show"), options, (value) => {
      filter.show = value;
      apply();
    });
    bar.append(show);
  }
  bar.append(count);
  bar.hidden = false;
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", say("filter"));
  apply();
}

// Every sortable table can be taken along: what is visible, numbers without thousands separators.
const separator = lang === "nl" ? ";" : ",";
const written = (cell, numeric) => {
  const text = textOf(cell).trim();
  if (text === "–") return "";
  if (numeric && typeof keyOf(cell) === "number") return String(keyOf(cell)).replace(".", lang === "nl" ? "," : ".");
  const more = [...cell.querySelectorAll("small")].map((part) => ` (${part.textContent})`).join("");
  return (/^[=+\-@\t\r]/.test(text) ? "'" : "") + text + more;
};
const linesOf = (table) => {
  const heads = [...table.tHead.rows[0].cells];
  const columns = heads.map((head, place) => [head, place]).filter(([head]) => !("drawn" in head.dataset));
  const titles = columns.map(([head]) => head.firstChild.textContent.replaceAll("\u00ad", "").trim());
  const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  return [titles, ...rows.map((row) => columns.map(([head, place]) => written(row.cells[place], head.className === "n")))];
};
const quoted = (text) => (text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const caption = table.caption.textContent;
  const save = make("button", { type: "button" }, say("csv"));
  save.addEventListener("click", () => {
    const content = linesOf(table).map((line) => line.map(quoted).join(separator)).join("\r\n");
    const url = URL.createObjectURL(new Blob(["\ufeff", content, "\r\n"], { type: "text/csv" }));
    const name = plain(caption).replaceAll(" ", "-");
    make("a", { href: url, download: `${name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
  const copy = make("button", { type: "button" }, say("copy"));
  copy.addEventListener("click", async () => {
    const lines = linesOf(table).map((line) => line.join("\t"));
    const done = await navigator.clipboard.writeText(lines.join("\n")).then(() => "copied", () => "not_copied");
    said.textContent = copy.textContent = say(done);
    setTimeout(() => (copy.textContent = say("copy")), 2000);
  });
  const tools = make("div", { class: "tools", role: "group", "aria-label": say("table_tools", { caption }) });
  tools.append(...(navigator.clipboard ? [copy] : []), save);
  table.closest(".scroll").after(tools);
}
if (location.hash.startsWith("#m-")) choose(location.hash.slice(3));
