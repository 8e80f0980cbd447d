"""The shape of every record in `data/`: the only schema of the site.

Field names are the keys authors write. The JSON Schema for editors (`data/schema/`) and the field guide's test are
made from these classes; the meaning of each field stands in `data/README.md`.

Three kinds of text, told apart by their type:

* `Name` is shown as typed: no Markdown, no macros. Its digits are names ("Redis 8"), not quantities.
* `Plain` is a sentence shown as typed; quantities in it are checked.
* `Line` and `Text` are inline Markdown (emphasis, code, links) and may call `fig`, `cite` and `given`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator


@dataclass(frozen=True)
class Markup:
    """Marks a field as inline Markdown. `evidence` says whether its quantities must be derived, cited or declared."""

    evidence: bool = True


@dataclass(frozen=True)
class Checked:
    """Marks a field that is shown as typed, and whose quantities are checked all the same."""


@dataclass(frozen=True)
class Ref:
    """Marks an id that must exist in the named collection of the catalogue."""

    collection: str


def _text(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


# Pattern -> what it asks for, in words: what an author is told.
FORMS: dict[str, str] = {}


def _form(pattern: str, words: str, most: int = 300) -> StringConstraints:
    FORMS[pattern] = words
    return StringConstraints(pattern=pattern, max_length=most)


Id = Annotated[str, _form(r"^[a-z0-9]+(-[a-z0-9]+)*$", "lower-case words joined by hyphens", most=60)]
Name = Annotated[str, _text(90)]
Month = Annotated[str, _form(r"^20\d\d-(0[1-9]|1[0-2])$", "a month like 2026-11")]
# A summary is one line on a card, in a search result and in a link preview: longer is cut there.
Summary = Annotated[str, _text(165), Checked()]
Plain = Annotated[str, _text(200), Checked()]
Description = Annotated[str, _text(1000), Checked()]
Line = Annotated[str, _text(320), Markup()]
# Limits keep argument out of the data: what needs more room belongs on the page in docs/.
Text = Annotated[str, _text(800), Markup()]
# Texts whose numbers are not the site's: a claim that is being corrected, a figure's inputs said in words.
Claim = Annotated[str, _text(400), Markup(evidence=False)]
Assumptions = Annotated[str, _text(400), Markup(evidence=False)]

SourceId = Annotated[Id, Ref("sources")]
FigureId = Annotated[Id, Ref("figures")]
TopicId = Annotated[Id, Ref("topics")]
DiveId = Annotated[Id, Ref("deep_dives")]
ProblemId = Annotated[Id, Ref("problems")]
CategoryId = Annotated[Id, Ref("categories")]
CriterionId = Annotated[Id, Ref("criteria")]
RelationId = Annotated[Id, Ref("relations")]

Weight = Literal["core", "supporting"]
Grade = Literal["good", "mixed", "poor"]
CorrectionKind = Literal["wrong", "misleading", "outdated", "incomplete"]
SourceKind = Literal["paper", "standard", "documentation", "book", "article", "talk"]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Verdict(Record):
    """One cell of a comparison: a grade and the words that justify it."""

    grade: Grade
    words: Line


def _split_verdict(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    grade, _, words = value.partition(",")
    return {"grade": grade.strip(), "words": words.strip()}


VerdictText = Annotated[
    Verdict,
    BeforeValidator(_split_verdict, json_schema_input_type=Annotated[str, Field(pattern=r"^(good|mixed|poor), .+")]),
]


class Breaks(Record):
    """How an option fails, as it is met at three in the morning."""

    first_sign: Line
    watch: Line
    do: Line


class Option(Record):
    id: Id
    name: Name
    aka: list[Name] = []
    examples: list[Name] = []
    how: Text
    gains: list[Line] = Field(min_length=1)
    costs: list[Line] = Field(min_length=1)
    verdicts: dict[CriterionId, VerdictText]
    pick_when: Line
    avoid_when: Line
    breaks: Breaks
    undo: Line


class Rule(Record):
    """One step of a decision: `when` this holds, `pick` that. The last rule of a list is `otherwise`."""

    id: Id
    when: Line | None = None
    pick: Id | None = None
    otherwise: Id | None = None
    because: Line

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        conditional = self.when is not None and self.pick is not None and self.otherwise is None
        last = self.otherwise is not None and self.when is None and self.pick is None
        if not (conditional or last):
            raise ValueError("a rule must have either 'when' and 'pick', or 'otherwise'")
        return self

    @property
    def option(self) -> str:
        """The id of the option this rule chooses."""
        return self.pick or self.otherwise or ""


class Decision(Record):
    id: Id
    question: Plain
    criteria: list[CriterionId] = Field(min_length=2)
    options: list[Option] = Field(min_length=2)
    rules: list[Rule] = Field(min_length=2)

    def option(self, option_id: str) -> Option:
        return next(option for option in self.options if option.id == option_id)


class Row(Record):
    id: Id
    cells: list[Line] = Field(min_length=2)


class Table(Record):
    """A table that informs a choice but compares nothing to choose between."""

    id: Id
    title: Name
    columns: list[Name] = Field(min_length=2)
    rows: list[Row] = Field(min_length=2)
    note: Line | None = None


class Diagram(Record):
    """What a picture says, in words. The drawing itself is `docs/assets/diagrams/<id>.d2`."""

    id: Id
    title: Plain
    caption: Line
    says: Description


class KeyNumber(Record):
    figure: FigureId
    says: Line


class Say(Record):
    """A talking point: sentences that a person can say aloud."""

    id: Id
    chose: Line
    because: Line
    costs: Line
    instead: Line
    wins_when: Line


class WhyNot(Record):
    id: Id
    idea: Line
    fails: Text
    right_when: Line


class Question(Record):
    id: Id
    asks: Line
    answer: Text
    trap: Line
    trap_because: Line


class Related(Record):
    topic: TopicId | None = None
    deep_dive: DiveId | None = None
    how: RelationId
    because: Line

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if (self.topic is None) == (self.deep_dive is None):
            raise ValueError("a related link must name either 'topic' or 'deep_dive'")
        return self

    @property
    def page(self) -> str:
        return f"topics/{self.topic}" if self.topic else f"deep-dives/{self.deep_dive}"


class Correction(Record):
    """A claim that is often met, and what is true. The claim's own numbers are exempt from the evidence rules."""

    id: Id
    claim: Claim
    truth: Text
    kind: CorrectionKind
    sources: list[SourceId] = []

    @model_validator(mode="after")
    def _is_proved(self) -> Self:
        if not self.sources and "fig(" not in self.truth and "cite(" not in self.truth:
            raise ValueError("a correction must have 'sources', or a fig or cite in its 'truth'")
        return self


class Page(Record):
    """What topics, deep dives and problems have in common."""

    title: Name
    summary: Summary
    aka: list[Name] = []
    reviewed: Month
    brief: list[Line] = Field(min_length=3, max_length=3)
    decisions: list[Decision] = []
    tables: list[Table] = []
    diagrams: list[Diagram] = []
    numbers: list[KeyNumber] = []
    say: list[Say] = Field(min_length=1)
    why_not: list[WhyNot] = Field(min_length=1)
    asked_next: list[Question] = Field(min_length=3, max_length=7)
    corrections: list[Correction] = []
    sources: list[SourceId] = []


class Topic(Page):
    category: CategoryId
    decisions: list[Decision] = Field(min_length=1)
    related: list[Related] = []


class Code(Record):
    language: Literal["sql", "redis", "lua", "python", "text"]
    text: str = Field(min_length=1, max_length=1500)


class Step(Record):
    id: Id
    title: Name
    does: Text
    code: Code | None = None


class Parameter(Record):
    id: Id
    name: Name
    value: Line
    why: Line
    moves: Line


class Failure(Record):
    id: Id
    what: Line
    first_sign: Line
    users_see: Line
    response: Line


class RestsOn(Record):
    topic: TopicId
    because: Line


class DeepDive(Page):
    category: CategoryId
    problem: Text
    solution: Text
    steps: list[Step] = Field(min_length=3)
    parameters: list[Parameter] = Field(min_length=3)
    failures: list[Failure] = Field(min_length=3)
    topics: list[RestsOn] = Field(min_length=1)
    related: list[Related] = []


class Ask(Record):
    """A clarifying question and the assumption taken when nobody answers it."""

    id: Id
    question: Line
    assume: Line


class Estimate(Record):
    id: Id
    quantity: Name
    arithmetic: Line
    figure: FigureId
    so: Line


class Cell(Record):
    """One sign of the matrix: why a topic or deep dive matters for a problem."""

    weight: Weight
    because: Line
    say: Line
    pick: Id | None = None


class TopicCell(Cell):
    topic: TopicId

    @property
    def page(self) -> str:
        return f"topics/{self.topic}"


class DiveCell(Cell):
    deep_dive: DiveId

    @property
    def page(self) -> str:
        return f"deep-dives/{self.deep_dive}"


class Also(Record):
    """A term that interviewers name and that has no page of its own."""

    id: Id
    term: Name
    answer: Text
    sources: list[SourceId] = []


class Minutes(Record):
    id: Id
    minutes: Name
    do: Line


class SinkingMistake(Record):
    id: Id
    mistake: Line
    repair: Line


class Problem(Page):
    why_not: list[WhyNot] = []
    say: list[Say] = []
    asked: Text
    asks: list[Ask] = Field(min_length=3)
    estimates: list[Estimate] = Field(min_length=2)
    topics: list[TopicCell] = Field(min_length=2)
    deep_dives: list[DiveCell] = []
    also: list[Also] = []
    clock: list[Minutes] = Field(min_length=4)
    mistakes: list[SinkingMistake] = Field(min_length=3)

    @property
    def cells(self) -> list[TopicCell | DiveCell]:
        """The problem's column of the matrix, in the order to discuss it."""
        return [*self.topics, *self.deep_dives]


class Source(Record):
    """A work that pages cite. Its title, authors and address are names, never checked as quantities."""

    author: Annotated[str, _text(160)]
    title: Annotated[str, _text(220)]
    year: Annotated[str, _form(r"^(\d{4}|living)$", "a year like 2013, or 'living'")]
    publisher: Annotated[str, _text(160)]
    kind: SourceKind
    url: Annotated[str, _form(r"^https://[^\s\"'<>]+$", "an address that begins with https://")] | None = None
    doi: Annotated[str, _form(r"^10\.\d{4,9}/[^\s\"'<>]+$", "a DOI like 10.1145/362686.362692")] | None = None

    @property
    def address(self) -> str | None:
        """Where to read it: the DOI where there is one, since it outlives addresses."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def primary(self) -> bool:
        return self.kind in ("paper", "standard", "documentation")


INPUT = re.compile(r"^-?[\d.,]+(e-?\d+)?( .+)?$")


class Figure(Record):
    """A derived quantity: a formula of `macros/formulas/`, its inputs, and the unit to show the result in."""

    title: Name
    formula: Annotated[str, _form(r"^[a-z][a-z0-9_]*$", "the name of a formula")]
    inputs: dict[str, Annotated[str, _text(60)]]
    unit: Annotated[str, StringConstraints(max_length=30)] = ""  # a plain count unless said
    digits: int = Field(default=3, ge=1, le=6)
    note: Assumptions | None = None


class Term(Record):
    """An entry of the vocabulary: the words that records share."""

    label: Name
    says: Plain


class Vocabulary(Record):
    categories: dict[Id, Term]
    criteria: dict[Id, Term]
    relations: dict[Id, Term]
    grades: dict[Grade, Term]
    weights: dict[Weight, Term]
    correction_kinds: dict[CorrectionKind, Term]
    source_kinds: dict[SourceKind, Term]


# A page or an anchor, as links are written: from the root of docs/.
ADDRESS = r"^/[a-z0-9/-]+\.md(#[a-z0-9-]+)?$"


class GlossaryTerm(Record):
    term: Name
    says: Line
    aka: list[Name] = []
    everyday: bool = False  # a word that also means something ordinary: not linked wherever it stands
    page: Annotated[str, _form(ADDRESS, "a page like /topics/cdn.md#ttl")] | None = None


class Redirect(Record):
    """An address that has moved: `old` led somewhere once, `new` is where it leads now."""

    old: Annotated[str, _form(ADDRESS, "a page like /topics/cdn.md#ttl")]
    new: Annotated[str, _form(ADDRESS, "a page like /topics/cdn.md#ttl")]


# A file of the repository, named from its root; never one outside it.
FilePath = Annotated[
    str, _form(r"^[a-zA-Z0-9_-][a-zA-Z0-9._-]*(/[a-zA-Z0-9_-][a-zA-Z0-9._-]*)+$", "a path like docs/assets/x.js")
]


class Vendored(Record):
    """Other people's work in this repository or its pages: where it comes from, and what its licence asks for."""

    name: Name
    version: Name
    license: Annotated[str, _form(r"^[A-Za-z0-9.+-]+( (AND|OR) [A-Za-z0-9.+-]+)*$", "an SPDX licence like MIT")]
    origin: Annotated[str, _form(r"^pkg:[a-z]+/[^\s@]+$", "a package like pkg:npm/minisearch")]
    what: Plain
    note: Name | None = None
    texts: list[FilePath] = Field(min_length=1)
    files: dict[FilePath, Annotated[str, _form(r"^[0-9a-f]{64}$", "a SHA-256 of 64 hexadecimal digits")]] = {}

    @property
    def tested_with(self) -> bool:
        """Whether only the tests use it: then it is in no page, and no part of the site."""
        return bool(self.files) and all(name.startswith("tests/") for name in self.files)
