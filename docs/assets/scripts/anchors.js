// Links to the very thing: opened when it is hidden, marked when a search led to it, copied from the sign beside it.

const view = (block) => {
  const set = block.closest(".tabbed-set");
  return set.querySelectorAll(":scope > input")[[...block.parentNode.children].indexOf(block)];
};

export const open = () => {
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return; // a broken escape names nothing
  }
  const target = id && document.getElementById(id);
  if (!target) return;
  if (target.matches(".moved")) {
    location.replace(target.querySelector("a").href);
    return;
  }
  let moved = false;
  const block = target.closest(".tabbed-block");
  if (block) {
    view(block).checked = true;
    moved = true;
  }
  const question = target.closest("details");
  if (question) {
    question.open = true;
    moved = true;
  }
  if (target.matches(".views > input")) {
    target.checked = true;
    target.parentElement.scrollIntoView();
  } else if (moved) requestAnimationFrame(() => target.scrollIntoView());
  mark(target);
};

// Words that a search found, shown in what it led to: no element is added for them.
const mark = (target) => {
  let words;
  try {
    words = JSON.parse(sessionStorage.getItem("found"));
    sessionStorage.removeItem("found");
  } catch {
    return;
  }
  if (!Array.isArray(words) || !window.CSS?.highlights) return;
  const wanted = new Set(words);
  const ranges = [];
  const whole = /^H[1-6]$/.test(target.tagName) ? target.parentElement : target;
  const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const { 0: word, index } of walker.currentNode.data.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (!wanted.has(word.toLowerCase())) continue;
      const range = new Range();
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
};

addEventListener("hashchange", open);
open();

const say = (words, beside) => {
  const note = document.createElement("span");
  note.className = "copied";
  note.setAttribute("role", "status");
  note.textContent = words;
  beside.after(note);
  setTimeout(() => note.remove(), 1600);
};

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
