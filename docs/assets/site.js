// Four small conveniences. Without them every word is still there to read, and every link still works.

// 1. A link to something inside a closed view or question opens it.
const open = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  if (target.matches(".moved")) return location.replace(target.querySelector("a").href);
  let moved = false;
  for (let block = target.closest(".tabbed-block"); block; block = block.parentElement.closest(".tabbed-block")) {
    const set = block.closest(".tabbed-set");
    const input = set.querySelectorAll(":scope > input")[[...block.parentNode.children].indexOf(block)];
    if (!input.checked) {
      input.checked = true;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    moved = true;
  }
  const question = target.closest("details");
  if (question) {
    question.open = true;
    moved = true;
  }
  if (moved) requestAnimationFrame(() => target.scrollIntoView());
};
addEventListener("hashchange", open);
document.addEventListener("DOMContentLoaded", open);
if (document.readyState !== "loading") open();

// 2. A link sign copies the permanent address of what it stands beside.
document.addEventListener("click", async (event) => {
  const sign = event.target.closest("a.copy-link, a.headerlink");
  if (!sign || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(history.state, "", sign.hash);
  try {
    await navigator.clipboard.writeText(sign.href);
    say("Link copied", sign);
  } catch {
    location.hash = sign.hash; // no clipboard: the address bar has it
  }
});

const say = (words, beside) => {
  const note = document.createElement("span");
  note.className = "copied";
  note.setAttribute("role", "status");
  note.textContent = words;
  beside.after(note);
  setTimeout(() => note.remove(), 1600);
};

// 3. The search field of the home page is a door to the site's search.
const homeSearch = document.querySelector(".home-search input");
const query = document.querySelector("[data-md-component=search-query]");
if (homeSearch && query) {
  const enter = () => {
    query.value = homeSearch.value;
    query.focus();
    query.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  };
  homeSearch.addEventListener("input", enter);
  homeSearch.form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
}

// 4. The matrix can be narrowed; the choice stands in the address, so it can be linked.
const filter = document.querySelector("[data-matrix-filter]");
if (filter) {
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
}
