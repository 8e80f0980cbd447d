// The view that a reader chooses stays chosen: on the next decision, on the next page, and in the address.

const nameOf = (input) => input.id.slice(input.name.replace("__tabbed_", "").length + 1);

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.(".views > input")) return;
  const name = nameOf(target);
  const top = target.parentElement.getBoundingClientRect().top;
  for (const input of document.querySelectorAll(".views > input")) if (nameOf(input) === name) input.checked = true;
  scrollBy(0, target.parentElement.getBoundingClientRect().top - top); // the set stays where the reader's eye is
  try {
    localStorage.setItem("view", name);
  } catch {
    // a reader who keeps no storage chooses again on the next page
  }
  history.replaceState(history.state, "", `#${target.id}`);
});
