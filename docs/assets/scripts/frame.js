// The frame around the page: colours, menu, the way back up, and where one is in the contents.

const root = document.documentElement;

// Colours: the system's, light, dark, in turn.
const NEXT = { system: "light", light: "dark", dark: "system" };
const SAYS = { system: "Colours follow the system", light: "Light colours", dark: "Dark colours" };
const dark = matchMedia("(prefers-color-scheme: dark)");
const schemes = document.querySelector(".scheme-button");
const paint = () => {
  const scheme = root.dataset.scheme;
  const wanted = scheme === "dark" || (scheme === "system" && dark.matches) ? "slate" : "default";
  if (document.body.dataset.mdColorScheme !== wanted) document.body.dataset.mdColorScheme = wanted;
  schemes.setAttribute("aria-label", `${SAYS[scheme]}; switch`);
  schemes.title = SAYS[scheme];
};
schemes.addEventListener("click", () => {
  root.dataset.scheme = NEXT[root.dataset.scheme];
  try {
    localStorage.setItem("scheme", root.dataset.scheme);
  } catch {
    // then for this page only
  }
  paint();
});
dark.addEventListener("change", paint);
paint();

// The menu on narrow screens. The theme draws it by a checkbox; a button makes it work by keyboard.
const drawer = document.getElementById("__drawer");
const menu = document.querySelector(".drawer-button");
const told = () => menu.setAttribute("aria-expanded", String(drawer.checked));
menu.addEventListener("click", () => {
  drawer.checked = !drawer.checked;
  told();
  if (drawer.checked) document.querySelector(".md-sidebar--primary a[href]")?.focus();
});
drawer.addEventListener("change", told);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer.checked) {
    drawer.checked = false;
    told();
    menu.focus();
  }
});

// Back to top, offered once there is a way to go.
const up = document.querySelector(".md-top");
if (up) {
  const mark = document.querySelector(".md-content h1") ?? document.body;
  new IntersectionObserver(([entry]) => {
    up.hidden = entry.isIntersecting || entry.boundingClientRect.top > 0;
  }).observe(mark);
  up.addEventListener("click", () => {
    scrollTo({ top: 0 });
    document.querySelector(".site-name").focus({ preventScroll: true });
  });
}

// The contents follow the reader.
const contents = new Map();
for (const link of document.querySelectorAll(".md-nav--secondary a[href^='#']")) {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (heading) contents.set(heading, link);
}
let here;
const follow = new IntersectionObserver(
  () => {
    const passed = [...contents.keys()].filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.4);
    const link = contents.get(passed.at(-1));
    if (link === here) return;
    here?.classList.remove("md-nav__link--active");
    here?.removeAttribute("aria-current");
    here = link;
    if (!here) return;
    here.classList.add("md-nav__link--active");
    here.setAttribute("aria-current", "location");
    const box = here.closest(".md-sidebar__scrollwrap");
    if (box && box.scrollHeight > box.clientHeight) box.scrollTop = here.offsetTop - box.clientHeight / 2;
  },
  { rootMargin: "0px 0px -60% 0px" },
);
for (const heading of contents.keys()) follow.observe(heading);

// How old a review is, said in words.
for (const time of document.querySelectorAll(".reviewed time")) {
  const [year, month] = time.dateTime.split("-").map(Number);
  const now = new Date();
  const months = (now.getFullYear() - year) * 12 + now.getMonth() + 1 - month;
  const said = months < 1 ? "this month" : months === 1 ? "a month ago" : months < 24 ? `${months} months ago` : `${Math.floor(months / 12)} years ago`;
  time.after(` (${said})`);
}

// In a long list of pages the one that is open is in sight.
const open = document.querySelector(".md-sidebar--primary [aria-current=page]");
const list = open?.closest(".md-sidebar__scrollwrap");
if (list) {
  new IntersectionObserver(([entry], once) => {
    once.disconnect();
    if (!entry.isIntersecting) list.scrollTop = open.offsetTop - list.clientHeight / 2;
  }, { root: list }).observe(open);
}
