"""The columns of a table and the questions that exist: by key, by title, and by the words of a row or choice."""

from collections.abc import Mapping, Sequence

from cocreate.core.grids import Grid
from cocreate.survey.importing.cells import BUILDERS, entries_of, listed
from cocreate.survey.importing.found import Note, note
from cocreate.survey.importing.guess import role_of, stem_of
from cocreate.survey.importing.plans import IGNORE, ColumnPlan, Role, TablePlan, plan_of_code, to
from cocreate.survey.importing.texts import folded
from cocreate.survey.importing.words import helix_of
from cocreate.survey.kinds import QuestionLike
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.rules import QuestionKind

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
