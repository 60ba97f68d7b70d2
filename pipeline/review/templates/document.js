// The address names one record (#k0003); whatever chooses a record sets the address, and the address moves both panes.
const text = document.getElementById("text"), cards = document.getElementById("cards"), grids = document.getElementById("grids");
const search = document.getElementById("search"), order = document.getElementById("order"), told = document.getElementById("told");
const all = Array.from(cards.children).map((card, place) => ({ card, place, words: null }));
const marks = Array.from(text.querySelectorAll("a.m"));
let current = null, currentMark = null;

function one(id) { return id ? document.getElementById(id) : null; }
function inText(id) { return Array.from(text.querySelectorAll('[data-r~="' + CSS.escape(id) + '"]')); }
function roving(before, now) {
  for (const [element, place] of [[before, -1], [now, 0]]) {
    if (!element) continue;
    element.tabIndex = place;
    for (const inner of element.querySelectorAll("a, button")) inner.tabIndex = place;
  }
}
function centre(pane, element) {
  const frame = pane.getBoundingClientRect(), box = element.getBoundingClientRect();
  if (box.top >= frame.top && box.bottom <= frame.bottom - 20) return;
  pane.scrollTop += box.top - frame.top - Math.max(12, (frame.height - box.height) / 3);
}
function showTab(name) {
  cards.hidden = name !== "cards";
  grids.hidden = name !== "grids";
  for (const tab of ["cards", "grids"]) one("tab-" + tab).setAttribute("aria-selected", String(tab === name));
}
function choose(id) {
  const chosen = one(id), card = chosen && chosen.closest(".card"), cell = chosen && chosen.closest("td, .grid");
  if (!card && !cell) return false;
  for (const element of document.querySelectorAll(".on")) element.classList.remove("on");
  showTab(card ? "cards" : "grids");
  chosen.classList.add("on");
  if (card) {
    card.classList.add("on");
    if (card.hidden) clearFilters();
    if (current !== card) roving(current, card);
    current = card;
  }
  centre(card ? cards : grids, card || cell);
  if (cell) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  const places = inText(id);
  for (const place of places) place.classList.add("on");
  if (places.length) centre(text, places[0]);
  return true;
}
function go(id) {
  // Not by `location.hash`: the browser would then move the record to the top of its pane.
  if (choose(id) && location.hash !== "#" + id) history.pushState(null, "", "#" + id);
}
addEventListener("hashchange", () => choose(decodeURIComponent(location.hash.slice(1))));

// From the text: the most telling record first; the same place again goes on to the next of them.
text.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-r]");
  if (!mark || String(getSelection())) return;
  event.preventDefault();
  const cellsWanted = !grids.hidden;
  const named = mark.dataset.r.split(" ").filter((id) => one(id) && (one(id).tagName === "TD") === cellsWanted);
  const ids = named.length ? named : mark.dataset.r.split(" ").filter((id) => one(id));
  const now = ids.indexOf(location.hash.slice(1));
  if (ids.length) go(ids[(now + 1) % ids.length]);
});
// From a record: its head and its words lead to the text; links and buttons keep their own meaning.
cards.addEventListener("click", (event) => {
  const copy = event.target.closest("button.copy");
  if (copy) { copyEntry(copy.dataset.record); return; }
  const link = event.target.closest("a"), card = event.target.closest(".card");
  if (link) {
    const href = link.getAttribute("href");
    if (href.startsWith("#")) { event.preventDefault(); go(href.slice(1)); }
    return;
  }
  if (card && !String(getSelection())) go(card.id);
});
document.querySelector(".top .copy").addEventListener("click", () => copyEntry("document"));
grids.addEventListener("click", (event) => {
  const cell = event.target.closest("td");
  if (cell && !String(getSelection())) go(cell.id);
});
for (const name of ["cards", "grids"]) one("tab-" + name).addEventListener("click", () => showTab(name));

// Which records are shown, and in which order.
const kinds = Array.from(document.querySelectorAll("button.kind"));
function filter() {
  const sought = folded(search.value).split(/\s+/).filter(Boolean);
  const wanted = new Set(kinds.filter((kind) => kind.getAttribute("aria-pressed") === "true").map((kind) => kind.dataset.kind));
  for (const line of all) {
    if (sought.length && line.words === null) line.words = folded(line.card.textContent);
    const fits = wanted.has(line.card.dataset.kind) && sought.every((word) => line.words.includes(word));
    if (line.card.hidden === fits) line.card.hidden = !fits;
  }
}
function clearFilters() {
  search.value = "";
  for (const kind of kinds) kind.setAttribute("aria-pressed", "true");
  filter();
}
for (const kind of kinds) kind.addEventListener("click", () => {
  kind.setAttribute("aria-pressed", String(kind.getAttribute("aria-pressed") !== "true"));
  filter();
});
search.addEventListener("input", filter);
function arrange() {
  const start = (line) => Number(line.card.dataset.start);
  all.sort((a, b) => (order.value === "page" ? start(a) - start(b) : 0) || a.place - b.place);
  cards.append(...all.map((line) => line.card));
}
order.addEventListener("input", arrange);

// The entry for corrections/ that the run which wrote this page has made ready.
const entries = JSON.parse(one("entries").textContent);
for (const button of document.querySelectorAll("button.copy")) button.hidden = !(button.dataset.record in entries);
let silence = 0;
function tell() {
  told.replaceChildren(one("copied").content.cloneNode(true));
  clearTimeout(silence);
  silence = setTimeout(() => told.replaceChildren(), 2500);
}
function copyEntry(id) {
  const entry = entries[id];
  if (entry === undefined) return;
  const byHand = () => {
    one("entry").value = entry;
    one("by-hand").showModal();
    one("entry").select();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(entry).then(tell, byHand);
  else byHand();
}

function step(by) {
  const seen = all.filter((line) => !line.card.hidden).map((line) => line.card);
  if (!seen.length) return;
  const place = seen.indexOf(current);
  const next = seen[place < 0 ? 0 : Math.min(Math.max(place + by, 0), seen.length - 1)];
  go(next.id);
  next.focus({ preventScroll: true });
}
function stepMark(by) {
  if (!marks.length) return;
  const place = marks.indexOf(currentMark);
  let next = place < 0 ? marks.find((mark) => mark.classList.contains("on")) : marks[Math.min(Math.max(place + by, 0), marks.length - 1)];
  next = next || marks[0];
  roving(currentMark, next);
  currentMark = next;
  next.focus({ preventScroll: true });
  centre(text, next);
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const key = event.key;
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "n" || key === "p") stepMark(key === "n" ? 1 : -1);
  else if (key === "c") copyEntry(current ? current.id : "document");
  else if (key === "v") switchLanguage();
  else if (key === "b") showTab(grids.hidden ? "grids" : "cards");
  else if (key === "/") { event.preventDefault(); search.focus(); }
  else if (key === "Enter" && event.target.closest(".card") === event.target) {
    go(event.target.id);
    const place = inText(event.target.id).find((mark) => mark.tagName === "A");
    if (place) { roving(currentMark, place); currentMark = place; place.focus({ preventScroll: true }); }
  } else if (key === "Enter" && event.target.closest("#text a.m")) {
    setTimeout(() => { if (current && !cards.hidden) current.focus({ preventScroll: true }); });
  }
});
if (all.length) roving(null, all[0].card);
current = all.length ? all[0].card : null;
if (!choose(decodeURIComponent(location.hash.slice(1)))) current = all.length ? all[0].card : null;
