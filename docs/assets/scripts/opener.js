// The search itself is fetched when a reader reaches for it, not before.

let dialog;
export const warm = () => (dialog ??= import("./search/dialog.js").then(({ dialog: made }) => made));
export const openSearch = async (query = "") => (await warm()).open(query);
