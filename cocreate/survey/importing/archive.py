"""A LimeSurvey archive (.lsa): a questionnaire, the answers to it, and what else lay beside them."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable

from cocreate.core.grids import MOST_UNPACKED
from cocreate.errors import Invalid
from cocreate.survey.importing import limesurvey
from cocreate.survey.importing.limesurvey_file import Item, parse, parse_xml, rows_in
from cocreate.survey.importing.plans import Found, Note, note

STRUCTURE, ANSWERS = ".lss", ".lsr"
BESIDE = {".lst": "archive_tokens", ".lsi": "archive_timings"}
_FIELD = re.compile(r"_?\d+X\d+X(\d+)(.*)", re.DOTALL)


def is_archive(content: bytes) -> bool:
    """Whether a zip file holds a questionnaire of LimeSurvey; a workbook is a zip file, too."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(name.lower().endswith(STRUCTURE) for name in packed.namelist())
    except zipfile.BadZipFile:
        return False


def read(content: bytes) -> Found:
    """The questionnaire; answers are counted, and whatever is left behind is listed."""
    parts = _unpacked(content)
    found = limesurvey.read(parts[STRUCTURE])
    notes = [*found.notes, *_left_behind(parts)]
    counts = dict(found.counts)
    if ANSWERS in parts:
        counts["responses"] = len(_answers(parts))
    return Found(found.draft, counts, tuple(notes), found.names)


def answers_table(content: bytes) -> bytes | None:
    """The answers as the table that LimeSurvey would export, its headings being codes; None where there are none."""
    parts = _unpacked(content)
    if ANSWERS not in parts:
        return None
    answers = _answers(parts)
    fields = list(dict.fromkeys(name for row in answers for name in row))
    if not fields:
        return None
    items = {item.id: item for item in parse(parts[STRUCTURE]).items}
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([heading_of(name, items.values()) for name in fields])
    lines.writerows([[row.get(name, "") for name in fields] for row in answers])
    return out.getvalue().encode()


def heading_of(field: str, items: Iterable[Item]) -> str:
    """A field of the archive by its question's code: `12X3X45SQ1` is `Q45[SQ1]`, other fields keep their names.

    Of a question with two scales the second is a question of its own.
    """
    found = _FIELD.fullmatch(field)
    if found is None:
        return field
    digits, rest = found[1], found[2]
    able = [item for item in items if item.id and digits.startswith(item.id)]
    for item in sorted(able, key=lambda each: -len(each.id)):
        part = digits[len(item.id) :] + rest
        if _has(item, part):
            code, _, scale = part.partition("#")
            name = f"{item.code}_2" if scale == "1" else item.code
            return f"{name}[{code}]" if code else name
    return field


def _has(item: Item, part: str) -> bool:
    return (
        part in ("", "other", "comment", "othercomment", "filecount")
        or (item.type == "R" and part.isdigit())
        or any(part.startswith(each.code) for each in item.parts if each.code)
    )


def _answers(parts: dict[str, bytes]) -> list[dict[str, str]]:
    return list(rows_in(parse_xml(parts[ANSWERS]), "responses"))


def _left_behind(parts: dict[str, bytes]) -> list[Note]:
    return [note("–", code) for ending, code in BESIDE.items() if ending in parts]


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Ending of a name -> content of the first file with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise Invalid("file.table.bomb")
            found = {name.lower()[-4:]: name for name in reversed(packed.namelist())}
            return {ending: packed.read(name) for ending, name in found.items()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Invalid("survey.import.broken_archive") from error
