// The search as a reader sees it: a field, and answers that are links.

const button = document.querySelector(".search-button");
const root = new URL(button.dataset.search.replace(/\/?$/, "/"), location);

const make = (tag, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
};

// Text with the found words marked. Only text nodes: what was typed or indexed never becomes markup.
const marked = (text, marks) => {
  const pieces = document.createDocumentFragment();
  let from = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+(?:\.\p{N}+)?/gu)) {
    if (!marks.has(word.toLowerCase())) continue;
    pieces.append(text.slice(from, index), make("mark", { textContent: word }));
    from = index + word.length;
  }
  pieces.append(text.slice(from));
  return pieces;
};

const address = (path, anchor = "") => new URL(`${path ? `${path}/` : ""}${anchor ? `#${anchor}` : ""}`, root).href;

const IN_SIGHT = 4; // answers that are drawn at once; the others follow a moment later, below the edge
const PAUSE = 250; // ms after the last key stroke

const asks = (query) => /[\p{L}\p{N}]/u.test(query); // signs alone ask for nothing

class SearchDialog {
  constructor() {
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.answered(data));
    this.worker.addEventListener("error", (event) => this.failed(event.message));
    this.asked = 0; // the newest question; answers to older ones are not shown
    this.cards = undefined;
    this.build();
    this.ask(null);
  }

  build() {
    this.field = make("input", { type: "search", id: "search-field", autocomplete: "off", spellcheck: false });
    this.field.placeholder = "cache stampede, exactly-once, W + R > N …";
    this.field.setAttribute("autocapitalize", "off");
    this.status = make("p", { className: "search-status" });
    this.status.setAttribute("role", "status");
    this.list = make("div", { className: "search-results" });
    const close = make("button", { type: "button", className: "search-close", textContent: "Close" });
    const label = make("label", { htmlFor: "search-field", className: "unseen", textContent: "Search the site" });
    const form = make("form", { className: "search-form" }, label, this.field, close);
    form.setAttribute("role", "search");
    this.element = make("dialog", { className: "search-dialog md-typeset" }, form, this.status, this.list);
    this.element.setAttribute("aria-label", "Search");
    document.body.append(this.element);

    this.field.addEventListener("input", () => this.search());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.list.querySelector("a")?.click();
    });
    close.addEventListener("click", () => this.element.close());
    this.element.addEventListener("click", (event) => event.target === this.element && this.element.close());
    this.element.addEventListener("close", () => this.write(""));
    this.element.addEventListener("keydown", (event) => this.move(event));
    this.list.addEventListener("click", (event) => this.leave(event));
    this.list.addEventListener("scroll", () => {
      this.scrolled = this.list.scrollTop > 0;
    });
  }

  open(query) {
    if (!this.element.open) this.element.showModal();
    this.field.value = query;
    this.field.focus();
    this.search();
  }

  ask(query) {
    this.worker.postMessage({ id: ++this.asked, query });
  }

  search() {
    const query = this.field.value.trim();
    this.note(query);
    if (asks(query)) {
      this.list.setAttribute("aria-busy", "true");
      this.ask(this.field.value.replace(/[^\p{L}\p{N}\s]+$/u, " "));
    } else {
      this.asked += 1; // answers under way belong to what is no longer there
      this.offer();
    }
  }

  // The address of this search, so that it can be sent to somebody: once the typing rests, since it takes time.
  note(query) {
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.write(query), PAUSE);
  }

  write(query) {
    clearTimeout(this.noting);
    const here = new URL(location);
    if (query) here.searchParams.set("q", query);
    else here.searchParams.delete("q");
    if (here.href !== location.href) history.replaceState(history.state, "", here);
  }

  answered(answer) {
    if (answer.failed) return this.failed(answer.failed);
    if (answer.cards) {
      this.cards = answer.cards;
      if (!asks(this.field.value)) this.offer();
      return undefined;
    }
    if (answer.id !== this.asked) return undefined;
    this.list.removeAttribute("aria-busy");
    this.list.dataset.query = answer.query; // what the answers shown are answers to
    return answer.pages.length ? this.show(answer) : this.nothing(answer);
  }

  failed(why) {
    this.list.removeAttribute("aria-busy");
    this.status.textContent = `The search did not load (${why}). The lists of topics, deep dives and problems are complete.`;
    this.list.replaceChildren(this.ways());
  }

  show({ pages, marks, corrections, total }) {
    const words = new Set(marks);
    const read = corrections.map(([typed, meant]) => `“${typed}” read as “${meant}”`).join(", ");
    this.status.textContent = `${total} ${total === 1 ? "page" : "pages"}${read ? `; ${read}` : ""}`;
    const draw = (some) => some.map((page) => this.page(page, words));
    this.list.replaceChildren(...draw(pages.slice(0, IN_SIGHT)));
    if (this.scrolled) this.list.scrollTop = 0; // asking where it stands would lay out the page
    this.words = marks;
    const { asked } = this;
    setTimeout(() => asked === this.asked && this.list.append(...draw(pages.slice(IN_SIGHT))));
  }

  page({ path, title, kind, summary, hits }, words) {
    const [best] = hits;
    const head = make("a", { className: "search-page", href: address(path) }, make("span", { className: "kind", textContent: kind }), make("strong", {}, marked(title, words)));
    const said = best && !best.anchor ? best.line : summary;
    head.append(make("span", { className: "line" }, marked(said, words)));
    const things = hits.filter(({ anchor }) => anchor).map(({ anchor, kind: what, name, line }) => {
      const thing = make("a", { className: "search-hit", href: address(path, anchor) });
      thing.append(make("span", { className: "kind", textContent: what }), make("strong", {}, marked(name, words)));
      if (line) thing.append(make("span", { className: "line" }, marked(line, words)));
      return thing;
    });
    return make("section", {}, head, ...things);
  }

  nothing({ near }) {
    this.status.textContent = "Nothing found";
    const parts = [];
    if (near.length) {
      const words = near.map((word) => {
        const choice = make("button", { type: "button", textContent: word });
        choice.addEventListener("click", () => this.open(word));
        return choice;
      });
      parts.push(make("p", { className: "near" }, "Words that are known: ", ...words));
    }
    this.list.replaceChildren(...parts, this.ways());
  }

  ways() {
    const link = (path, text) => make("a", { href: address(path), textContent: text });
    return make("p", { className: "ways" }, "Or look in the ", link("matrix", "matrix"), ", the ", link("glossary", "glossary"), ", or all ", link("topics", "topics"), ".");
  }

  // Before anything is typed: the whole site, by kind.
  offer() {
    this.list.removeAttribute("aria-busy");
    delete this.list.dataset.query;
    if (!this.cards) return;
    this.status.textContent = "Type what you need, or pick a page";
    const groups = ["Topic", "Deep dive", "Problem"].map((kind) => {
      const links = this.cards.filter((card) => card.kind === kind).map(({ path, title }) => make("li", {}, make("a", { href: address(path), textContent: title })));
      return make("section", { className: "offer" }, make("h2", { textContent: `${kind}s` }), make("ul", {}, ...links));
    });
    this.list.replaceChildren(...groups);
  }

  move(event) {
    if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      this.element.close();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      const typing = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (typing && event.target.closest?.("a")) this.field.focus();
      return;
    }
    const stops = [this.field, ...this.list.querySelectorAll("a, button")];
    const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  // The found words go along, and the dialog gets out of the way of what it led to.
  leave(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    try {
      sessionStorage.setItem("found", JSON.stringify(this.words ?? []));
    } catch {
      // then nothing is marked
    }
    const to = new URL(link.href);
    if (to.pathname !== location.pathname) {
      this.write(this.field.value.trim()); // so that going back leads to these answers
      return;
    }
    event.preventDefault();
    this.element.close();
    if (location.hash === to.hash) history.replaceState(history.state, "", to.pathname);
    location.hash = to.hash;
  }
}

export const dialog = new SearchDialog();
