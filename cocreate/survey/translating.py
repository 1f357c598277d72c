"""Translations as files: out for whoever translates elsewhere, and in again, text by text."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flask import Blueprint, Response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from cocreate.core.db import db, transaction
from cocreate.core.grids import read_grid
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.settings import LANGUAGES
from cocreate.survey import policy as policy
from cocreate.survey.commands.questions import translate_texts
from cocreate.survey.importing.limesurvey_file import parse_xml
from cocreate.survey.importing.plans import Note
from cocreate.survey.importing.texts import language_of
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import LONGEST_TEXT, LONGEST_TITLE, clean_text
from cocreate.survey.wording import Wording, missing_in, wordings_of
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form
from cocreate.web.language import NAMES
from cocreate.web.messages import say

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


OLD, NEW = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write_xliff(wordings: Sequence[Wording], about: str, source: str, target: str) -> bytes:
    """A file with every text that there is in the source language."""
    root = Element("xliff", {"version": "1.2", "xmlns": OLD})
    settings = {"original": about, "datatype": "plaintext", "source-language": source, "target-language": target}
    body = SubElement(SubElement(root, "file", settings), "body")
    for wording in wordings:
        text, translated = wording.text.get(source, ""), wording.text.get(target, "")
        if not text:
            continue
        unit = SubElement(body, "trans-unit", {"id": wording.name, "resname": wording.part, SPACE: "preserve"})
        SubElement(unit, "source").text = _writable(text)
        state = "translated" if translated else "needs-translation"
        SubElement(unit, "target", {"state": state}).text = _writable(translated)
    indent(body, level=2)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8") + b"\n"


def read_xliff(content: bytes) -> tuple[str, list[Unit]]:
    """The source language and the texts of a file, or Invalid."""
    root = parse_xml(content)
    if root.tag == f"{{{OLD}}}xliff":
        return _read_old(root)
    if root.tag == f"{{{NEW}}}xliff":
        return _read_new(root)
    raise Invalid("survey.translation.no_xliff")


def _read_old(root: Element) -> tuple[str, list[Unit]]:
    source, found = "", []
    for file in root.iter(f"{{{OLD}}}file"):
        source = language_of(file.get("source-language", ""))
        target = language_of(file.get("target-language", ""))
        for unit in file.iter(f"{{{OLD}}}trans-unit"):
            texts = [_text(unit.find(f"{{{OLD}}}{name}")) for name in ("source", "target")]
            found.append(Unit(unit.get("id", ""), texts[0], texts[1], target))
    return _checked(source, found)


def _read_new(root: Element) -> tuple[str, list[Unit]]:
    source, target = language_of(root.get("srcLang", "")), language_of(root.get("trgLang", ""))
    found = []
    for unit in root.iter(f"{{{NEW}}}unit"):
        parts = list(unit.iter(f"{{{NEW}}}segment"))
        texts = ["".join(_text(part.find(f"{{{NEW}}}{name}")) for part in parts) for name in ("source", "target")]
        found.append(Unit(unit.get("id", ""), texts[0], texts[1], target))
    return _checked(source, found)


def _checked(source: str, found: list[Unit]) -> tuple[str, list[Unit]]:
    if not source or any(not unit.language for unit in found):
        raise Invalid("survey.translation.no_language")
    if not found:
        raise Invalid("survey.translation.nothing")
    return source, found


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext())


def _writable(text: str) -> str:
    """Without the few signs that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))


HEADINGS = ("name", "part")  # before the languages; they stay as they are
SOURCE = "translated from"  # the heading that tells the source language: "nl (translated from)"


def write_workbook(wordings: Sequence[Wording], source: str, languages: Sequence[str] = LANGUAGES) -> bytes:
    """A file with every text in every language; the source language stands first."""
    order = [source, *(code for code in languages if code != source)]
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    import xlsxwriter

    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("Texts")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, 24, wrapped)
        sheet.set_column(2, len(order) + 1, 50, wrapped)
        headings = [*HEADINGS, f"{source} ({SOURCE})", *order[1:]]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for line, wording in enumerate(wordings, start=1):
            texts = [wording.text.get(code, "") for code in order]
            for column, text in enumerate([wording.name, wording.part, *texts]):
                sheet.write_string(line, column, text, wrapped)
    return content.getvalue()


def read_workbook(content: bytes) -> tuple[str, list[Unit]]:
    """The source language and the texts of a workbook (or of a table of text with the same headings), or Invalid."""
    grid = read_grid(content)
    headings = [heading.strip().lower() for heading in grid.headings]
    columns = {heading[:2]: place for place, heading in enumerate(headings) if heading[:2] in LANGUAGES}
    source = next((heading[:2] for heading in headings if heading[2:].strip() == f"({SOURCE})"), "")
    if headings[:1] != ["name"] or source not in columns or len(columns) < 2:
        raise Invalid("survey.translation.no_table")
    found = []
    for row in grid.rows:
        original = row.cells[columns[source]]
        found += [
            Unit(row.cells[0], original, row.cells[place], code) for code, place in columns.items() if code != source
        ]
    return source, found


pages = Blueprint("survey_translating", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>")


class TranslationForm(Form):
    """A file that came back."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Please choose a file."))])


@pages.route("/translations", methods=["GET", "POST"])
@requires("survey:translation:exchange")
def index(consultation_id: str) -> Any:
    """What is missing, files to take out, and a file to bring in; it says what became of every text."""
    consultation = consultation_of_address(consultation_id)
    form, problem, judged = TranslationForm(), "", None
    if form.validate_on_submit():
        try:
            judged = _bring(consultation, form.file.data.read())
        except DomainError as error:
            problem = say(error)
        consultation = consultation_of_address(consultation_id)
    wordings = _wordings(consultation)
    page = render_template(
        "survey/translating/index.html",
        consultation=consultation,
        form=form,
        problem=problem,
        judged=judged,
        total=len(wordings),
        missing={code: len(missing_in(wordings, code)) for code in LANGUAGES},
        names=NAMES,
    )
    return page, 422 if problem or form.errors else 200


def _bring(consultation: Consultation, content: bytes) -> Judged:
    is_xliff = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    source, units = read_xliff(content) if is_xliff else read_workbook(content)
    with transaction() as session:
        wordings = _wordings(consultation)
        if not any(wording.text.get(source) for wording in wordings):
            raise Invalid("survey.translation.other_source")
        judged = judge(units, wordings, source)
        now = {wording.name: wording.text for wording in wordings}
        for language, texts in judged.texts.items():
            seen = {name: now[name].get(language, "") for name in texts}
            left = translate_texts(session, current_actor(), consultation, language, texts, seen)
            judged.notes += [Note(f"{name} ({language})", "survey.translation.note.meanwhile") for name in left]
    return judged


@pages.get("/translations.xlf")
@requires("survey:translation:exchange")
def as_xliff(consultation_id: str) -> Response:
    """The texts from one language into another, for a translator's program."""
    consultation = consultation_of_address(consultation_id)
    source, target = _asked_language("source"), _asked_language("target")
    content = write_xliff(_wordings(consultation), consultation.public_id, source, target)
    return _file(content, f"{consultation.public_id}-{source}-{target}.xlf", "application/xliff+xml")


@pages.get("/translations.xlsx")
@requires("survey:translation:exchange")
def as_workbook(consultation_id: str) -> Response:
    """The texts in all languages, for a spreadsheet."""
    consultation = consultation_of_address(consultation_id)
    source = _asked_language("source")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(write_workbook(_wordings(consultation), source), f"{consultation.public_id}-{source}.xlsx", kind)


def _asked_language(name: str) -> str:
    """A language of the address; without one, English and Dutch are as good as any."""
    found = request.args.get(name, "en" if name == "source" else "nl")
    if found not in LANGUAGES:
        raise NotFound()
    return found


def _wordings(consultation: Consultation) -> list[Wording]:
    return wordings_of(consultation, consultation.questions)


def _file(content: bytes, name: str, kind: str) -> Response:
    db.session.rollback()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=kind, headers=headers)
