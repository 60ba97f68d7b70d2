// Filtering hides rows that are there already; what a row says is folded once.
const rows = Array.from(document.querySelectorAll("#documents tbody tr"), (row) => ({
  row, words: folded(row.textContent), province: row.dataset.province, year: row.dataset.year, doubts: Number(row.dataset.doubts),
}));
const search = document.getElementById("search"), province = document.getElementById("province");
const year = document.getElementById("year"), doubtful = document.getElementById("doubtful"), shown = document.getElementById("shown");
function filter() {
  const sought = folded(search.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const line of rows) {
    const fits = sought.every((word) => line.words.includes(word)) && (!province.value || line.province === province.value) &&
      (!year.value || line.year === year.value) && (!doubtful.checked || line.doubts > 0);
    if (line.row.hidden === fits) line.row.hidden = !fits;
    count += fits;
  }
  shown.textContent = count;
}
for (const input of [search, province, year, doubtful]) input.addEventListener("input", filter);
document.getElementById("filters").addEventListener("submit", (event) => {
  event.preventDefault();
  const first = rows.find((line) => !line.row.hidden);
  if (first) first.row.querySelector("a").focus();
});
const collator = new Intl.Collator("vi", { numeric: true });
document.querySelectorAll("#documents th button").forEach((button, column) => {
  button.addEventListener("click", () => {
    const head = button.parentElement, down = head.getAttribute("aria-sort") === "ascending";
    for (const other of document.querySelectorAll("#documents th")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((line) => [line.row.cells[column].textContent.trim(), line.row]);
    const numbers = button.dataset.kind === "number";
    keyed.sort(([a], [b]) => (numbers ? Number(a || -1) - Number(b || -1) : collator.compare(a, b)) * (down ? -1 : 1));
    document.querySelector("#documents tbody").append(...keyed.map(([, row]) => row));
  });
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.key === "/") { event.preventDefault(); search.focus(); }
  if (event.key === "v") switchLanguage();
});
filter();
