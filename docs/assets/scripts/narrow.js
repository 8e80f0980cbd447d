// A long list narrowed to the entries that hold every word typed, and to one kind; the choice stands in the address.

// Typed or set by a typesetter: the same words.
const plain = (text) => text.toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/−/g, "-").replace(/[\u00a0\u202f]/g, " ");

const form = document.querySelector("[data-narrow]");
const entries = [...document.querySelectorAll(form.dataset.narrow)].map((element) => ({
  element,
  group: element.parentElement.closest("section"),
  get text() {
    return (this.read ??= plain(element.textContent)); // read when somebody types, not before
  },
}));
const groups = new Set(entries.map(({ group }) => group).filter(Boolean));
const { find, kind } = form.elements;

const show = () => {
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  const filled = new Set();
  let count = 0;
  for (const entry of entries) {
    const { element, group } = entry;
    const fits = words.every((word) => entry.text.includes(word)) && (!kind?.value || element.dataset.kind === kind.value);
    element.hidden = !fits;
    if (fits) {
      count += 1;
      filled.add(group);
    }
  }
  for (const group of groups) group.hidden = !filled.has(group);
  form.querySelector("output").textContent = `${count.toLocaleString("en")} of ${entries.length.toLocaleString("en")}`;
};
const remember = () => {
  show();
  const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(history.state, "", `${location.pathname}${wanted.size ? `?${wanted}` : ""}${location.hash}`);
};
const asked = new URLSearchParams(location.search);
find.value = asked.get("find") ?? "";
if (kind && [...kind.options].some(({ value }) => value === asked.get("kind"))) kind.value = asked.get("kind");
form.hidden = false;
form.addEventListener("input", remember);
form.addEventListener("submit", (event) => event.preventDefault());
// A link to an entry that is narrowed away shows it all the same.
addEventListener("hashchange", () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.closest("[hidden]")) {
    form.reset();
    show();
    target.scrollIntoView();
  }
});
show();
