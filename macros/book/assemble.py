"""From a page of the built site to a chapter: its article, with what only works on a screen left out.

Views that are tabs on the site follow each other here, each under its name. Links become `goto:` (to a place in the
book) followed, where it helps, by `page:` (the number of its page, filled in when the book is bound).
"""

from __future__ import annotations

import itertools
import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from macros.book.drawings import BESIDE, SVG, printed
from macros.book.reading import NotClosed, read
from macros.typography import NO_BREAK

ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
HREF = re.compile(r'\bhref="([^"]*)"')
ID = re.compile(r'\bid="([^"]*)"')
FIGURE = re.compile(r'<a class="fig" href="[^"#]*#([^"]*)"')
NOT_SHOWING = frozenset(("numbers", "corrections"))  # a figure is not looked up in these lists
# What is of no use on paper and easily told, so that it need not be read, which would take a tenth of the time: signs
# for links, what a drawing shows for who cannot see it (its alternative says it), and the matrix' reasons (each stands
# in the walk of its problem).
NOT_READ = re.compile(
    r'<a class="copy-link".*?</a>|<details class="in-words">.*?</details>|<div class="reasons">.*</div>(?=\s*</div>\s*</article>)',
    re.DOTALL,
)
# What only works on a screen, by class and by tag.
ON_SCREEN = frozenset(
    [
        "headerlink",
        "tabbed-labels",
        "on-screen",
        "unseen",
        "book-offer",
        "report",
        "md-content__button",
        "function",  # the name of a formula in the project's code
    ]
)
ON_SCREEN_TAGS = frozenset(("script", "form", "input", "label", "style", "template", "noscript"))
# Attributes that mean something on paper.
KEPT = frozenset(("class", "src", "alt", "style", "scope", "colspan", "rowspan", "start", "lang"))
RENAMED = {"details": "section", "summary": "p", "button": "span", "figure": "figure"}
# Spans that look different on paper. The others give their content to what they stand in: every box of a line costs time.
STYLED = frozenset(
    [
        "address",
        "aka",
        "asks",
        "because",
        "cell",
        "formula",
        "given",
        "grade",
        "how",
        "kind",
        "label",
        "minutes",
        "pick",
        "value",
        "weight",
        "weight-sign",
    ]
)
# What joins the parts of a figure's record, which follow each other in one paragraph.
JOINTS = {"inputs": "with ", "says": "· ", "used": " · "}
PLACE = "(page 000)"
# Lists of pages, where the number alone says enough.
NUMBER_ALONE = frozenset(("contents", "cards", "index-entries", "matrix"))
SAID_BY_NUMBER = frozenset(("corrections", "glossary"))  # pages whose links to more need no words but that number
# Blocks of text: a space at their end is none.
BLOCKS = frozenset(("p", "li", "td", "th", "dt", "dd", "caption", "h1", "h2", "h3", "h4", "figcaption"))
# An arrow and where it leads are read as one word.
TIED = re.compile(r"(?<=→) ")
# No type of the book has the raised minus: such powers are set with raised figures instead.
RAISED = re.compile("[⁰¹²³⁴-⁹]*⁻[⁰¹²³⁴-⁹]*")
# Other signs that no type has, as they are said.
SAID = str.maketrans({"⌈": "ceil(", "⌉": ")", "⌊": "floor(", "⌋": ")"})
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
WIDTH = re.compile(r"width:([\d.]+)px")
SHORT_CODE = 16  # lines: so much code stays on one page
LEAST_WORDS = 190  # px: the words under a narrow drawing are as wide as this

Piece = ET.Element | str


class CannotPrint(Exception):
    """The site holds something that the book has no way to print; the message says what and where."""


@dataclass(frozen=True)
class Reach:
    """What a chapter may refer to."""

    wanted: frozenset[str]  # the places that something refers to; others need no name
    known: frozenset[str]  # every place of the site that is in the whole book
    numbered: dict[str, str] = field(default_factory=dict)  # figure id -> its label, 'n12'
    address: str = ""  # where the site is served, when that is known
    digits: dict[str, int] = field(default_factory=dict)  # chapter -> figures of its page numbers, as guessed


class Inside(NamedTuple):
    """Where in its chapter an element stands."""

    near: frozenset[str] = frozenset()  # the anchors of the decision around it: they stay in sight
    views: bool = False
    short: bool = False  # in a list of pages
    listed: bool = False  # in the chapter's own list of sources
    figure: str = ""  # the figure whose record this is


def place(page: str, anchor: str = "") -> str:
    """The name of a place in the book: 'topics.cdn--ttl'."""
    return f"{page.replace('/', '.')}--{anchor}"


def article(site: Path, page: str) -> str:
    """The article of a page of the built site, as HTML."""
    path = site / page / "index.html"
    if not path.is_file():
        raise CannotPrint(f"{path} is not there: the site is older than its data; run 'make build'")
    found = ARTICLE.search(path.read_text(encoding="utf-8"))
    if not found:
        raise CannotPrint(f"{path} has no <article>")
    return NOT_READ.sub("", found[0])


def address_of(site: Path) -> str:
    """Where the site will be served, from the canonical link of its home; empty when it was built for this machine."""
    found = CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    address = found[1] if found else ""
    return "" if urlsplit(address).hostname in (None, "127.0.0.1", "localhost") else address


def figure_place(page: str, figure: str) -> str:
    """The name of the place where a chapter first shows a figure."""
    return place(page, f"figure--{figure}")


def places(page: str, written: str) -> Iterator[str]:
    """Every place of a page."""
    yield place(page)
    yield from (place(page, anchor) for anchor in ID.findall(written))
    if page not in NOT_SHOWING:
        yield from (figure_place(page, figure) for figure in FIGURE.findall(written))


def targets(page: str, written: str) -> Iterator[str]:
    """Every place inside the site that a page refers to."""
    for href in HREF.findall(written):
        found = inside(page, href)
        if found and "." not in found[0]:  # a page, not a file
            yield place(*found)


def inside(page: str, href: str) -> tuple[str, str] | None:
    """Page and anchor of a link inside the site; None for an address elsewhere."""
    split = urlsplit(href)
    if split.scheme or split.netloc:
        return None
    if not split.path:
        return page, unquote(split.fragment)
    return posixpath.normpath(posixpath.join("/", page, split.path)).strip("/"), unquote(split.fragment)


def _read(page: str, written: str) -> ET.Element:
    try:
        return read(written)
    except NotClosed as error:
        raise CannotPrint(f"/{page}/: {error}") from error


class Cut(NamedTuple):
    """What a smaller book takes of a page that lists records: these entries, and of the pages they name these."""

    entries: frozenset[str]
    pages: frozenset[str]


# An entry of a page that lists records.
ENTRY = re.compile(
    r'<section class="number" id="(?P<number>[^"]+)".*?</section>\n?|<li id="(?P<source>[^"]+)" data-kind.*?</li>\n?',
    re.DOTALL,
)


def cut_to(written: str, entries: frozenset[str]) -> str:
    """The article of a page that lists records with these entries alone: what is left out need not be read."""
    return ENTRY.sub(lambda found: found[0] if (found["number"] or found["source"]) in entries else "", written)


def chapter(page: str, written: str, reach: Reach, cut: Cut | None = None) -> ET.Element:
    """The chapter of a page from its article's HTML."""
    taken = cut_to(written, cut.entries) if cut else written
    made = _Chapter(page, reach, cut).element(_read(page, taken), Inside())
    heading = next(made.iter("h1"), None)
    if heading is None:
        raise CannotPrint(f"/{page}/ has no first heading")
    heading.set("id", place(page))
    made.set("class", f"of-{page.replace('/', '-')}")
    return made


def name_sections(body: ET.Element) -> None:
    """Give each section the words that stand at the head of its pages."""
    for heading in body.iter("h2"):
        heading.set("title", "".join(heading.itertext()).replace(PLACE, "").strip(f" {NO_BREAK}"))


def make_room(body: ET.Element, digits: dict[str, int]) -> None:
    """Leave as much room for each page number as it will need."""
    for link in body.iter("a"):
        target = link.get("href", "")
        if not target.startswith("page:"):
            continue
        page = target.removeprefix("page:").split("--")[0].replace(".", "/", 1)
        for words in (link, *link.iter("span")):
            if words.get("class") == "page" and words.text:
                words.text = words.text.replace("000", "0" * digits.get(page, 3))


class _Chapter:
    def __init__(self, page: str, reach: Reach, cut: Cut | None) -> None:
        self.page = page
        self.reach = reach
        self.cut = cut
        self.shown: set[str] = set()  # the places of figures
        self.told: dict[str, str] = {}  # what a formula computes -> the label of the first figure made with it

    def element(self, source: ET.Element, at: Inside) -> ET.Element:
        """A copy of an element with its printed content."""
        classes = source.get("class", "").split()
        if "views" in classes:
            at = at._replace(near=frozenset(found.get("id", "") for found in source.iter()), views=True)
            _name_views(source)
        at = at._replace(short=at.short or bool(NUMBER_ALONE & set(classes)), listed=at.listed or "sources" in classes)
        tag = RENAMED.get(source.tag, source.tag)
        if at.views:
            # The name of the view becomes a heading of its own, above those of the options.
            tag = {"h3": "h4"}.get(tag, "h3" if "view-name" in classes else tag)
        made = ET.Element(tag, {name: value for name, value in source.attrib.items() if name in KEPT})
        if source.tag in ("details", "summary"):
            made.set("class", "question" if source.tag == "details" else "asks")
        self._name(source, made)
        if at.figure and source.tag == "h3":
            label = ET.SubElement(made, "span", {"class": "label-n"})
            label.text, label.tail = self.reach.numbered[at.figure], " "
        recorded = "number" in classes and source.get("id", "") in self.reach.numbered
        at = at._replace(figure=source.get("id", "") if recorded else "")
        for piece in self._content(source, at):
            _add(made, piece)
        if tag in BLOCKS:
            _close(made)
        elif tag == "pre" and "".join(source.itertext()).strip().count("\n") < SHORT_CODE:
            made.set("class", "short")
        _begin_with_words(made)
        _keep_over_tables(made)
        if source.tag == "figure":
            _beside(made)
        elif "correction" in classes and self.page == "corrections":
            _in_one_line(made)
        return made

    def _content(self, source: ET.Element, at: Inside) -> Iterator[Piece]:
        yield from _powers(_before(source.text, source[0] if len(source) else None))
        for index, child in enumerate(source):
            if (
                index
                and _is_mark(child)
                and _is_raised(source[index - 1])
                and not (source[index - 1].tail or "").strip()
            ):
                yield _raised_comma()
            yield from self._pieces(child, at)
            following = source[index + 1] if index + 1 < len(source) else None
            tail = _before(child.tail, following)
            yield from _powers(NO_BREAK + tail.lstrip() if "grade" in child.get("class", "").split() else tail)

    def _pieces(self, source: ET.Element, at: Inside) -> Iterator[Piece]:
        """What becomes of an element: nothing, itself, or itself and the number of the page it leads to."""
        classes = set(source.get("class", "").split())
        if not isinstance(source.tag, str) or source.tag in ON_SCREEN_TAGS or classes & ON_SCREEN:
            return
        if source.tag == f"{{{SVG}}}svg":
            yield printed(source)
        elif "term" in classes:  # the glossary is where a reader of a book looks for a word
            yield from self._content(source, at)
        elif source.tag == "a":
            yield from self._linked(source, classes, at)
        elif "told" in classes and at.figure:
            yield from self._told_once(source, at)
        elif "used" in classes:
            yield from self._used(source, at)
        elif "truth" in classes and self.page == "corrections":
            return  # it stands with its topic, once; this chapter finds it
        elif source.tag == "sup" and "cite" in classes:
            yield from self._raised(source, at)
        elif source.tag in ("span", "time") and not classes & STYLED and not source.get("id"):
            yield from self._content(source, at)
        elif at.figure and source.tag == "p" and not classes & STYLED:
            yield JOINTS.get(source.get("class", ""), "")
            yield from self._content(source, at)
        elif not self._left_out(source, classes):
            yield self.element(source, at)

    def _told_once(self, source: ET.Element, at: Inside) -> Iterator[Piece]:
        """What a formula computes: said with the first figure that it makes, to which the others refer."""
        words = "".join(source.itertext())
        if words in self.told:
            yield f"As {self.told[words]}."
            return
        self.told[words] = self.reach.numbered[at.figure]
        yield from self._content(source, at)

    def _raised(self, source: ET.Element, at: Inside) -> Iterator[Piece]:
        """The number of a source: a raised link."""
        for link in self._content(source, at):
            if isinstance(link, ET.Element):
                link.set("class", "raised")
            yield link

    def _left_out(self, source: ET.Element, classes: set[str]) -> bool:
        """Whether an element is a section of a list whose entries are all left out."""
        if self.cut is None or source.tag != "section" or "number" in classes:
            return False
        return not any(found.get("class") == "number" for found in source.iter("section"))

    def _used(self, source: ET.Element, at: Inside) -> Iterator[Piece]:
        """Where an entry is shown or cited, and what it feeds: numbers are enough here."""
        pages, feeds = [], []
        for link in source.iter("a"):
            page, anchor = inside(self.page, link.get("href", "")) or ("", "")
            if page == self.page == "numbers" and anchor in self.reach.numbered:
                if self.cut is None or anchor in self.cut.entries:
                    feeds.append((f"goto:{place(page, anchor)}", self.reach.numbered[anchor], "numbered-in-line"))
            elif place(page, anchor) in self.reach.known and (self.cut is None or page in self.cut.pages):
                shown = figure_place(page, at.figure)
                pages.append((f"page:{shown if shown in self.reach.known else place(page, anchor)}", "000", "page"))
        many = "pages" if len(pages) > 1 else "page"
        if pages or feeds:
            yield JOINTS["used"]
        for words, links in ((f"{(source.text or '').strip()} {many} ", pages), (" Feeds ", feeds)):
            for position, (href, told, kind) in enumerate(links):
                yield ", " if position else words
                made = ET.Element("a", {"href": href, "class": kind})
                made.text = told
                yield made
            if links:
                yield "."

    def _name(self, source: ET.Element, made: ET.Element) -> None:
        anchor = source.get("id")
        if anchor and place(self.page, anchor) in self.reach.wanted:
            made.set("id", place(self.page, anchor))

    def _linked(self, source: ET.Element, classes: set[str], at: Inside) -> Iterator[Piece]:
        found = inside(self.page, source.get("href", ""))
        link = ET.Element("a", {"class": source.get("class", "")} if classes else {})
        self._name(source, link)
        if "more" not in classes or self.page not in SAID_BY_NUMBER:
            for piece in self._content(source, at):
                _add(link, piece)
        if found is None:
            yield from self._elsewhere(source.get("href", ""), link, at)
            return
        name = place(*found)
        if name not in self.reach.known:
            if self.reach.address and not found[0].startswith(self.page):
                link.set("href", f"{self.reach.address}{found[0]}/" + (f"#{found[1]}" if found[1] else ""))
            else:
                link.tag = "span"
            yield link
            return
        kind, words = self._told(found, classes, at)
        link.set("href", f"{'page' if kind == 'page' else 'goto'}:{name}")
        if "fig" in classes:  # its line goes under the figure, not under its label
            link.tag, whole = "span", ET.Element("a", {"href": link.attrib.pop("href")})
            shown = figure_place(self.page, found[1])
            if shown in self.reach.known and shown not in self.shown:
                self.shown.add(shown)
                whole.set("id", shown)
            whole.append(link)
            link = whole
        if kind:
            _add(link, "" if kind == "numbered" else NO_BREAK)
            ET.SubElement(link, "span", {"class": kind}).text = words
        yield link

    def _told(self, found: tuple[str, str], classes: set[str], at: Inside) -> tuple[str, str]:
        """What is printed behind a link, and its class: the label of a figure, a page number, or nothing."""
        page, anchor = found
        if page == "numbers" and anchor in self.reach.numbered:
            return "numbered", self.reach.numbered[anchor]
        if "cite" in classes or (page == self.page and anchor in at.near):
            return "", ""
        if at.short:
            return "page", "000"
        return ("", "") if anchor.startswith("source-") else ("page", PLACE)

    def _elsewhere(self, address: str, link: ET.Element, at: Inside) -> Iterator[Piece]:
        """An address outside the site: printed once, in the list of all sources or where it alone is named."""
        if at.listed:
            link.tag = "span"
            yield link
            return
        yield link
        link.tag = "cite" if self.page == "sources" else "span"
        yield " "
        shown = address.removeprefix("https://")
        printed_address = ET.Element("a", {"class": "address", "href": address})
        printed_address.text = shown
        yield printed_address


def _add(parent: ET.Element, piece: Piece) -> None:
    if isinstance(piece, ET.Element):
        parent.append(piece)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + piece
    else:
        parent.text = (parent.text or "") + piece


def _close(block: ET.Element) -> None:
    """Without a space at the end, which would be taken for one more thing to find room for."""
    if len(block):
        block[-1].tail = (block[-1].tail or "").rstrip(" \n")
    else:
        block.text = (block.text or "").rstrip(" \n")


def _is_mark(element: ET.Element) -> bool:
    return element.tag == "sup" and element.get("class") == "cite"


def _is_raised(element: ET.Element) -> bool:
    """Whether an element ends in a raised number."""
    return _is_mark(element) or (element.tag == "a" and element.get("class") == "fig")


def _raised_comma() -> ET.Element:
    comma = ET.Element("span", {"class": "raised"})
    comma.text = ","
    return comma


def _in_one_line(correction: ET.Element) -> None:
    """A claim and the page that says what is true, in one paragraph."""
    claim, where = list(correction)
    _add(claim, NO_BREAK)
    claim.extend(where)
    correction.remove(where)


def _before(text: str | None, following: ET.Element | None) -> str:
    """Text before an element: a raised number stands close to its word, never at the start of a line."""
    glued = following is not None and following.tag == "sup" and following.get("class") == "cite"
    return (text or "").rstrip() if glued else text or ""


def _powers(text: str) -> Iterator[Piece]:
    position = 0
    text = TIED.sub(NO_BREAK, text)
    for found in RAISED.finditer(text):
        yield text[position : found.start()].translate(SAID)
        raised = ET.Element("sup", {"class": "power"})
        raised.text = found[0].translate(LOWERED)
        yield raised
        position = found.end()
    yield text[position:].translate(SAID)


def _name_views(source: ET.Element) -> None:
    """On the site the address of a view belongs to its tab; here to its name."""
    tabs = [tab.get("id", "") for tab in source if tab.tag == "input"]
    names = [name for name in source.iter("p") if name.get("class") == "view-name"]
    for tab, name in zip(tabs, names, strict=True):
        name.set("id", tab)


def _begin_with_words(section: ET.Element) -> None:
    """A drawing that follows a heading comes after the first paragraph: it may need the next page, the heading not."""
    for at in range(len(section) - 2):
        heading, figure, words = section[at : at + 3]
        if heading.tag in ("h2", "h3") and "beside" in figure.get("class", "").split() and words.tag == "p":
            section[at + 1], section[at + 2] = words, figure


def _keep_over_tables(section: ET.Element) -> None:
    """The heading of a table goes below a drawing with it."""
    for heading, table in itertools.pairwise(section):
        if heading.tag == "h3" and not heading.get("class") and table.get("class", "") in ("data-table", "scroll"):
            heading.set("class", "over-table")


def _beside(figure: ET.Element) -> None:
    """The text goes on beside a narrow drawing."""
    width = next((float(WIDTH.findall(image.get("style", ""))[0]) for image in figure.iter("img")), 0.0)
    if 0 < width <= BESIDE:
        figure.set("class", f"{figure.get('class', '')} beside")
        figure.set("style", f"width:{max(width, LEAST_WORDS):.1f}px")
