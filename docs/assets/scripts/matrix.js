// The matrix can be narrowed; the choice stands in the address, so it can be linked.
const filter = document.querySelector("[data-matrix-filter]");
const table = document.querySelector("table.matrix");
const fields = ["problem", "category", "weight"];
const show = () => {
  const chosen = Object.fromEntries(fields.map((name) => [name, filter.elements[name].value]));
  let cells = 0;
  for (const cell of table.querySelectorAll("[data-problem]")) {
    cell.hidden = !!chosen.problem && cell.dataset.problem !== chosen.problem;
  }
  for (const group of table.tBodies) group.hidden = !!chosen.category && group.dataset.category !== chosen.category;
  for (const button of table.querySelectorAll("button.cell")) {
    button.hidden = !!chosen.weight && button.dataset.weight !== chosen.weight;
    if (!button.hidden && !button.closest("[hidden]")) cells += 1;
  }
  // With one problem chosen, only what decides something for it is worth a row.
  for (const row of table.querySelectorAll("tbody tr:not(.category)")) {
    row.hidden = !!(chosen.problem || chosen.weight) && !row.querySelector("td:not([hidden]) button.cell:not([hidden])");
  }
  filter.querySelector("output").textContent = `${cells} ${cells === 1 ? "sign" : "signs"} shown`;
  return chosen;
};
const remember = () => {
  const chosen = show();
  const wanted = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
  history.replaceState(history.state, "", `${location.pathname}${wanted.size ? `?${wanted}` : ""}`);
};
const asked = new URLSearchParams(location.search);
for (const name of fields) {
  const known = [...filter.elements[name].options].some((option) => option.value === asked.get(name));
  if (known) filter.elements[name].value = asked.get(name);
}
filter.hidden = false;
filter.addEventListener("change", remember);
filter.addEventListener("submit", (event) => event.preventDefault());
filter.addEventListener("reset", () => setTimeout(remember));
show();
