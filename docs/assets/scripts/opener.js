// The search itself is fetched when a reader reaches for it, not before. What is typed meanwhile is kept.

let dialog;
let typed; // while the dialog is on its way: the keys since
export const warm = () => (dialog ??= import("./search/dialog.js").then(({ dialog: made }) => made));

// `query` is a text, or a function that tells it when the dialog is there.
export const openSearch = async (query = "") => {
  if (typed !== undefined) return;
  typed = "";
  const made = await warm();
  const written = (typeof query === "function" ? query() : query) + typed;
  typed = undefined;
  made.open(written);
};

// Whether a key belongs to the search that is being opened, and not to the page.
export const keeps = ({ key }) => {
  if (typed === undefined) return false;
  if (key === "Backspace") typed = typed.slice(0, -1);
  else if (key.length === 1) typed += key;
  return true;
};
