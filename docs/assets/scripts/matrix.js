// The matrix can be narrowed; the choice stands in the address, so it can be linked.
const filter = document.querySelector("[data-matrix-filter]");
const table = document.querySelector("table.matrix");
const fields = ["problem", "category", "weight"];
const show = () => {
  const chosen = Object.fromEntries(fields.map((name) => [name, filter.elements[name].value]));
  let cells = 0;
  for (const row of table.tBodies[0].rows) row.hidden = !!chosen.problem && row.dataset.problem !== chosen.problem;
  for (const cell of table.querySelectorAll("[data-category]")) {
    cell.hidden = !!chosen.category && cell.dataset.category !== chosen.category;
  }
  for (const button of table.querySelectorAll("button.cell")) {
    button.hidden = !!chosen.weight && button.dataset.weight !== chosen.weight;
    if (!button.hidden && !button.closest("[hidden]")) cells += 1;
  }
  filter.querySelector("output").textContent = `${cells} filled cells shown`;
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
