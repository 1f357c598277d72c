"""A questionnaire guessed from a table of answers, and columns of a table matched with questions that exist."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cocreate.core.grids import Grid
from cocreate.survey.importing.cells import BUILDERS, entries_of, listed
from cocreate.survey.importing.limesurvey import split_title
from cocreate.survey.importing.plans import IGNORE, ColumnPlan, Note, Role, TablePlan, note, plan_of_code, to
from cocreate.survey.importing.texts import NO, NO_OPINION, YES, day_of, folded, helix_of, key_of, number_of, rating_of
from cocreate.survey.kinds import QuestionLike
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.kinds.numbers import MOST_DECIMALS
from cocreate.survey.questionnaire import QuestionDraft, QuestionnaireDraft
from cocreate.survey.rules import QuestionKind

DAYS = frozenset(
    "feedback date|date|created_at|published_at|date submitted|submitdate|datum verstuurd|creation date|last update"
    "|day|dag|datum|jour|tag|date de soumission|datum abgeschickt|abgabedatum".split("|")
)
LANGUAGES = frozenset(
    "language|taal|langue|sprache|locale|start language|startlanguage|begin taal|langue de depart|startsprache"
    "|language of my contribution|language of contribution".split("|")
)
HELIX = frozenset(
    "user type|helix|stakeholder type|i am giving my contribution as|type of respondent|group|groep|groupe"
    "|stakeholder group|actor type".split("|")
)
MACHINE = re.compile(
    r"(respons\w* id|antwort id|id de la reponse|id|reference|contribution id|invitation number|last page|lastpage"
    r"|laatste pagina|seed|startdate|start date|startdatum|datestamp|datum laatste actie|date last action"
    r"|letzte aktivitat|totaaltijd|total time|(groep|vraag|group|question) ?(tijd|time).*|interviewtime|token"
    r"|session_token|user_status|url|referrer url|refurl|verwijzer-url|user status)"
)
PERSONAL = re.compile(
    r"(first name|surname|last name|family name|name|naam|voornaam|achternaam|nom|prenom|vorname|nachname|e-?mail.*"
    r"|email.*|phone.*|telefoon.*|telephone.*|organisation name|organization name|transparency register number"
    r"|user name|ip.?ad\w*|ip_hash|ipaddr|author/(id|name)|user_group/.*|you can upload a document here:?)"
)
_STEM = re.compile(
    r"(?P<stem>.+?)(?:\s*\n\s*:\s*(?P<a>.+)|(?<=[?)])\s*:\s+(?P<c>.+)|\s*\[(?P<b>[^\[\]]+)\])\s*", re.DOTALL
)
_NUMBERED = re.compile(r"\d{1,3}\.\s+")  # as Decidim numbers the questions of a survey
MOST_CHOICES, LONGEST_CHOICE = 60, 600


@dataclass
class Guessed:
    """A question in the making and the columns that answer it: index -> part."""

    kind: QuestionKind
    heading: str
    columns: dict[int, str]
    options: dict[str, Any] = field(default_factory=dict)


def guess(grid: Grid, title: str, language: str, wishes: Mapping[int, str] | None = None) -> TablePlan:
    """The questionnaire and the plan of a table; `wishes`: column -> "ignore", "day", "kind:number"… instead."""
    return _Guess(grid, title, language, dict(wishes or {})).plan()


def role_of(heading: str) -> Role | None:
    """The role that a heading alone gives away; None for one that asks something."""
    word = folded(heading).rstrip(":")
    for role, known in ((Role.DAY, DAYS), (Role.LANGUAGE, LANGUAGES), (Role.HELIX, HELIX)):
        if word in known:
            return role
    return Role.IGNORE if MACHINE.fullmatch(word) or PERSONAL.fullmatch(word) else None


class _Guess:
    """Goes through the columns from left to right."""

    def __init__(self, grid: Grid, title: str, language: str, wishes: dict[int, str]) -> None:
        self.grid = grid
        self.title = title
        self.language = language
        self.wishes = wishes
        self.notes: list[Note] = []
        self.columns: list[ColumnPlan] = [IGNORE] * len(grid.headings)
        self.helix: dict[str, str] = {}
        self.taken: set[str] = set()

    def plan(self) -> TablePlan:
        """The whole."""
        found: list[Guessed] = []
        index = 0
        while index < len(self.columns):
            if self.has_role(index):
                index += 1
                continue
            guessed = self.together(index) or self.alone(index)
            found.append(guessed)
            index += len(guessed.columns)
        questions = [self.question(guessed, found[:number]) for number, guessed in enumerate(found)]
        if self.helix:
            questions.append(self.helix_question())
        draft = QuestionnaireDraft(
            title={self.language: self.title},
            settings={"results_rule": "staff"},
            questions=tuple(questions),
        )
        return TablePlan(draft, tuple(self.columns), tuple(self.notes), self.helix)

    def has_role(self, index: int) -> bool:
        """Whether the column holds something else than an answer; it is noted when nothing is made of it."""
        wish, heading = self.wishes.get(index, ""), self.grid.headings[index]
        role = Role(wish) if wish in set(Role) else None if wish else role_of(heading)
        values = self.grid.column(index)
        if role is Role.IGNORE or (role is None and not values and not wish):
            code = "ignored_as_wished" if wish else "empty_column" if not values else self.why_ignored(heading)
            self.notes.append(note(heading, code))
            return True
        if role is None:
            return False
        if any(column.role is role for column in self.columns):
            if not wish:
                return False
            self.notes.append(note(heading, "role_twice"))
            return True
        self.columns[index] = ColumnPlan(role)
        if role is Role.HELIX:
            self.helix = {word: helix_of(word) for word in dict.fromkeys(values)}
        return True

    def why_ignored(self, heading: str) -> str:
        """The reason to leave a column with answers out."""
        return "machine_column" if MACHINE.fullmatch(folded(heading).rstrip(":")) else "personal_column"

    def together(self, index: int) -> Guessed | None:
        """Neighbours with one stem: the rows of a matrix, boxes to tick, or several short texts."""
        stem = stem_of(self.grid.headings[index])
        if stem is None or index in self.wishes:
            return None
        members = {}
        for place in range(index, len(self.columns)):
            other = stem_of(self.grid.headings[place])
            if other is None or other[0] != stem[0] or place in self.wishes:
                break
            members[place] = other[1]
        if len(members) < 2:
            return None
        taken: set[str] = set()
        entries = []
        for label in members.values():
            key = key_of(label, taken)
            taken.add(key)
            entries.append({"key": key, "label": {self.language: label}})
        columns = {place: str(entry["key"]) for place, entry in zip(members, entries, strict=True)}
        values = [value for place in members for value in self.grid.column(place)]
        distinct = Counter(values)
        if all(folded(value) in YES | NO for value in distinct):
            return Guessed(QuestionKind.MULTIPLE_CHOICE, stem[0], columns, {"choices": entries})
        if len(distinct) <= 12 and len(values) >= 3 * len(distinct):
            scale = self.choices(distinct)
            return Guessed(QuestionKind.MATRIX, stem[0], columns, {"rows": entries, "columns": scale})
        return Guessed(QuestionKind.SHORT_TEXTS, stem[0], columns, {"rows": entries})

    def alone(self, index: int) -> Guessed:
        """One column, one question."""
        heading, wish = self.grid.headings[index] or f"#{index + 1}", self.wishes.get(index, "")
        values = self.grid.column(index)
        kind = QuestionKind(wish.removeprefix("kind:")) if wish.startswith("kind:") else kind_of_values(values)
        options: dict[str, Any] = {}
        if kind is QuestionKind.SINGLE_CHOICE:
            options = {"choices": self.choices(Counter(values))}
            if len(options["choices"]) > 15:
                options["display"] = "dropdown"
        elif kind is QuestionKind.MULTIPLE_CHOICE:
            options = {"choices": self.choices(Counter(piece for value in values for piece in pieces(value)))}
        elif kind is QuestionKind.SCALE:
            options = scale_options(values, self.language)
        elif kind is QuestionKind.NUMBER and any(isinstance(number_of(value), float) for value in values):
            options = {"decimals": MOST_DECIMALS}
        return Guessed(kind, heading, {index: ""}, options)

    def choices(self, counted: Counter[str]) -> list[dict[str, Any]]:
        """Choices from what was answered: by their number where they have one, else by how often they were chosen."""
        found = []
        taken: set[str] = {"other"}
        rated = all(rating_of(value) is not None or folded(value) in NO_OPINION for value in counted)
        order = sorted(
            counted,
            key=lambda value: (folded(value) in NO_OPINION, rating_of(value) or 0 if rated else -counted[value], value),
        )
        seen: set[str] = set()
        for value in order:
            if folded(value) in seen:
                continue
            seen.add(folded(value))
            rating = rating_of(value) if rated else None
            wish = "no_opinion" if folded(value) in NO_OPINION else str(rating) if rating is not None else value
            key = key_of("other_answer" if folded(value) == "other" else wish, taken)
            taken.add(key)
            found.append({"key": key, "label": {self.language: value[:LONGEST_CHOICE]}})
        return found

    def question(self, guessed: Guessed, before: Sequence[Guessed]) -> QuestionDraft:
        """The question with its key; a mere "please specify" says of what."""
        heading = guessed.heading
        if before and re.match(r"(other,? )?please specify", folded(heading)):
            heading = f"{split_title(before[-1].heading)[0]} – {heading}"
        heading = _NUMBERED.sub("", heading.strip(), count=1)
        title, help_ = split_title(heading)
        key = key_of(heading, self.taken, "question")
        self.taken.add(key)
        for index, part in guessed.columns.items():
            self.columns[index] = to(key, part)
        return QuestionDraft(
            key=key,
            kind=guessed.kind,
            title={self.language: title or "–"},
            help={self.language: help_} if help_ else {},
            options=guessed.options,
        )

    def helix_question(self) -> QuestionDraft:
        """The question that the helix column answers."""
        index = next(number for number, column in enumerate(self.columns) if column.role is Role.HELIX)
        for word, category in self.helix.items():
            self.notes.append(note(self.grid.headings[index], "helix_word", value=word, category=category or "–"))
        key = key_of("helix", self.taken)
        return QuestionDraft(key, QuestionKind.HELIX, {self.language: self.grid.headings[index]})


def with_helix(plan: TablePlan, words: Mapping[str, str]) -> TablePlan:
    """The same plan with the families that a person chose for the words of the helix column."""
    return replace(plan, helix={**plan.helix, **{word: words[word] for word in plan.helix if word in words}})


def stem_of(heading: str) -> tuple[str, str] | None:
    """Question and row of a heading such as `Do you agree? [the first]` or `Do you agree?⏎: the first`.

    >>> stem_of("How important? [Safety]"), stem_of("Why?")
    (('How important?', 'Safety'), None)
    """
    found = _STEM.fullmatch(heading.strip())
    return (found["stem"].strip(), (found["a"] or found["b"] or found["c"]).strip()) if found else None


def pieces(value: str) -> list[str]:
    """What a cell with several choices lists."""
    separator = ";" if ";" in value else "\n"
    return [piece.strip(" -") for piece in value.split(separator) if piece.strip(" -")]


def kind_of_values(values: Sequence[str]) -> QuestionKind:
    """The kind of question whose answers look so.

    >>> kind_of_values(["1", "2", "17"]).value, kind_of_values(["2026-01-02"]).value
    ('number', 'date')
    """
    distinct = Counter(values)
    rated = [rating_of(value) for value in distinct if folded(value) not in NO_OPINION]
    worded = any(number_of(value) is None for value in distinct)
    if worded and rated and len(rated) > 1 and all(each is not None and 0 <= each <= 10 for each in rated):
        return QuestionKind.SCALE
    if all(number_of(value) is not None for value in distinct):
        return QuestionKind.NUMBER
    if all(day_of(value) and len(value) < 30 for value in distinct):
        return QuestionKind.DATE
    longest = max(map(len, distinct), default=0)
    few = len(distinct) <= 12 or (len(distinct) <= MOST_CHOICES and len(values) >= 5 * len(distinct))
    if few and len(values) >= 2 * len(distinct) and longest <= LONGEST_CHOICE:
        return QuestionKind.SINGLE_CHOICE
    parts = Counter(piece for value in values for piece in pieces(value))
    repeated = sum(parts.values()) >= 3 * len(parts) and len(parts) <= 30
    if repeated and longest <= LONGEST_CHOICE and any(len(pieces(value)) > 1 for value in distinct):
        return QuestionKind.MULTIPLE_CHOICE
    mean = sum(map(len, values)) / max(1, len(values))
    return QuestionKind.LONG_TEXT if longest > 120 or mean > 40 else QuestionKind.SHORT_TEXT


def scale_options(values: Sequence[str], language: str) -> dict[str, Any]:
    """From the lowest to the highest number, with their meanings."""
    labels: dict[int, str] = {}
    for value in values:
        rating = rating_of(value)
        if rating is not None and rating not in labels:
            labels[rating] = re.sub(r"^-?\d+\s*[-–—:.)=]?\s*", "", value.strip())
    low, high = min([1, *labels]), max([5 if not labels or max(labels) <= 5 else 0, *labels])
    named = {str(number): {language: text} for number, text in sorted(labels.items()) if text}
    options: dict[str, Any] = {"from": low, "to": max(high, low + 1)}
    if named:
        options["labels"] = named
    if any(folded(value) in NO_OPINION for value in values):
        options["no_opinion"] = True
    return options


SENT = frozenset(("date submitted", "submitdate", "datum verstuurd", "date de soumission", "datum abgeschickt"))


def parts_of(question: QuestionLike) -> dict[str, list[str]]:
    """Parts that a column of their own may answer -> the words that name them."""
    kind = QuestionKind(question.kind)
    entries: Mapping[str, Mapping[str, str]] = {}
    if kind in (QuestionKind.MULTIPLE_CHOICE, QuestionKind.POINTS):
        entries = listed(question)
    elif kind in (QuestionKind.MATRIX, QuestionKind.SHORT_TEXTS):
        entries = entries_of(question, "rows")
    found = {key: [key, *map(folded, label.values())] for key, label in entries.items()}
    if question.options.get("multiple"):
        for column in entries_of(question, "columns"):
            found |= {f"{row}_{column}": [f"{row}_{column}"] for row in entries}
    if kind is QuestionKind.RANKING:
        found |= {str(place): [str(place), f"rank {place}"] for place in range(1, len(choices_of(question)) + 1)}
        found |= {key: [key, *map(folded, label.values())] for key, label in choices_of(question).items()}
    if kind is QuestionKind.MAP_POINT:
        found |= {"lat": ["lat", "latitude"], "lon": ["lon", "lng", "longitude"]}
    if kind is QuestionKind.PROJECT:
        found |= {"title": ["title"], "description": ["description"]}
    if question.options.get("other"):
        found["other"] = ["other", "andere", "anders", "autre", "sonstiges"]
    if question.options.get("comment"):
        found["comment"] = ["comment", "commentaire", "opmerking", "kommentar"]
    return found


def is_whole(question: QuestionLike) -> bool:
    """Whether one column alone can answer it."""
    partly = ("matrix", "ranking", "points", "short_texts")
    return question.kind not in partly


def find(heading: str, questions: Sequence[QuestionLike]) -> ColumnPlan | None:
    """The question, or the part of one, that a heading names."""
    stem = stem_of(heading)
    if stem is not None:
        for question in by_heading(stem[0], questions):
            word = folded(stem[1])
            if question.kind == QuestionKind.CONSENT:  # a box, whatever it is called
                return to(question.key)
            for part, names in parts_of(question).items():
                if word in names:
                    return to(question.key, part)
    for question in by_heading(heading, questions):
        if is_whole(question):
            return to(question.key)
    word = folded(heading)
    for question in questions:
        for part in parts_of(question):
            if word in (f"{question.key}_{part}", f"{question.key}.{part}"):
                return to(question.key, part)
    return None


def by_heading(heading: str, questions: Sequence[QuestionLike]) -> list[QuestionLike]:
    """Questions whose key, or whose words, a heading repeats; the closest first."""
    word = folded(heading)
    found: list[tuple[int, QuestionLike]] = []
    for question in questions:
        if word == question.key:
            found.append((len(word) + 1, question))
            continue
        for code, title in question.title.items():
            start = folded(title)
            whole = folded(f"{title} {question.help.get(code, '')}")
            if word == start or (len(start) > 20 and word.startswith(start) and whole.startswith(word[: len(whole)])):
                found.append((len(start), question))
    return [question for _, question in sorted(found, key=lambda pair: -pair[0])]


def match(grid: Grid, questions: Sequence[QuestionLike], wishes: Mapping[int, str] | None = None) -> TablePlan:
    """A plan that puts the columns to questions that exist; those that belong to none are listed."""
    able = [question for question in questions if QuestionKind(question.kind) in BUILDERS]
    keys = {question.key for question in able}
    columns: list[ColumnPlan] = []
    notes: list[Note] = []
    helix: dict[str, str] = {}
    has_helix = any(question.kind == QuestionKind.HELIX for question in questions)
    for index, heading in enumerate(grid.headings):
        wish, role = (wishes or {}).get(index, ""), role_of(heading)
        chosen = plan_of_code(wish) if wish else find(heading, able) or (ColumnPlan(role) if role else None)
        if chosen is not None and chosen.role is Role.QUESTION and chosen.question not in keys:
            chosen = None
        if chosen is not None and chosen.role is Role.HELIX and not has_helix:
            notes.append(note(heading, "no_helix_question"))
            chosen = IGNORE
        elif chosen is not None and chosen.role is not Role.IGNORE and chosen in columns:
            notes.append(note(heading, "role_twice"))
            chosen = IGNORE
        elif chosen is None or chosen == IGNORE:
            empty = not grid.column(index)
            code = "ignored_as_wished" if wish else "empty_column" if empty else "no_question"
            notes.append(note(heading, code))
        columns.append(chosen or IGNORE)
        if columns[-1].role is Role.HELIX:
            helix = {word: helix_of(word) for word in dict.fromkeys(grid.column(index))}
    sent = next((index for index, heading in enumerate(grid.headings) if folded(heading) in SENT), None)
    return TablePlan(None, tuple(columns), tuple(notes), helix, sent)
