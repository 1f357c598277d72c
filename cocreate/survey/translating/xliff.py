"""XLIFF, the format of translators' programs: 1.2 out; 1.2 and 2.0 in."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cocreate.errors import Invalid
from cocreate.survey.importing.limesurvey_file import parse_xml
from cocreate.survey.importing.texts import language_of
from cocreate.survey.translating.units import Unit
from cocreate.survey.wording import Wording

OLD, NEW = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write(wordings: Sequence[Wording], about: str, source: str, target: str) -> bytes:
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


def read(content: bytes) -> tuple[str, list[Unit]]:
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
