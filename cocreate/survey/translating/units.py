"""Texts on their way to a translator and back: what came back, and which of it can be taken over."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cocreate.survey.importing.found import Note
from cocreate.survey.rules import LONGEST_TEXT, LONGEST_TITLE, clean_text
from cocreate.survey.wording import Wording

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_.]+)\s*\}\}")


@dataclass(frozen=True)
class Unit:
    """A text in a file: its name, what it was translated from ("" where the file does not say), and what it became."""

    name: str
    source: str
    target: str
    language: str


@dataclass
class Judged:
    """What can be taken over, by language: name -> text; and what cannot, with the reason."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    same: int = 0
    empty: int = 0
    notes: list[Note] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many texts are new."""
        return sum(len(texts) for texts in self.texts.values())


def judge(units: Iterable[Unit], wordings: Sequence[Wording], source: str) -> Judged:
    """Compare a file with the questionnaire as it is now; `source` is the language that was translated from."""
    known = {wording.name: wording for wording in wordings}
    found = Judged()
    seen: set[tuple[str, str]] = set()
    for unit in units:
        wording, target = known.get(unit.name), clean_text(unit.target)
        if wording is None:
            found.notes.append(_note(unit, "unknown"))
        elif (unit.name, unit.language) in seen:
            found.notes.append(_note(unit, "twice"))
        elif unit.language == source:
            found.notes += _changed(unit, wording, source)
        elif not target:
            found.empty += 1
        elif target == wording.text.get(unit.language, ""):
            found.same += 1
        elif problems := [*_changed(unit, wording, source), *_wrong(unit, wording, source, target)]:
            found.notes += problems
        else:
            found.texts.setdefault(unit.language, {})[unit.name] = target
        seen.add((unit.name, unit.language))
    return found


def _changed(unit: Unit, wording: Wording, source: str) -> list[Note]:
    """The text that was translated is no longer what people read."""
    now = clean_text(wording.text.get(source, ""))
    return [_note(unit, "changed")] if unit.source and clean_text(unit.source) != now else []


def _wrong(unit: Unit, wording: Wording, source: str, target: str) -> list[Note]:
    """A place for an earlier answer is missing or too many, or the text does not fit."""
    wanted = Counter(PLACEHOLDER.findall(wording.text.get(source, "")))
    given = Counter(PLACEHOLDER.findall(target))
    if wanted != given:
        odd = sorted((wanted - given) + (given - wanted))
        return [_note(unit, "placeholder", value="{{" + odd[0] + "}}")]
    limit = LONGEST_TEXT if wording.part in ("help", "introduction", "thanks", "closing") else LONGEST_TITLE
    if len(target) > limit:
        return [_note(unit, "too_long", limit=limit)]
    return []


def _note(unit: Unit, code: str, **params: object) -> Note:
    said: Mapping[str, str] = {name: str(value) for name, value in params.items()}
    return Note(f"{unit.name[:100]} ({unit.language})", f"survey.translation.note.{code}", said)
