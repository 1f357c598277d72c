"""Messages from browsers, read strictly: unknown, missing, wrong or oversized parts are refused. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any
from urllib.parse import urlsplit

from cocreate.camp.board.operations import KINDS, Operation
from cocreate.camp.rules import CardKind, Colour, LinkRelation, Reaction, ReferenceKind
from cocreate.errors import Invalid

TEXT_LIMIT = 2000  # characters of a card
TITLE_LIMIT = 200
COMMENT_LIMIT = 1000
TAG_LIMIT = 40
LABEL_LIMIT = 300
URL_LIMIT = 1000
THEMES_AT_ONCE = 10  # themes cited by a new card; references and tags likewise
MERGED_AT_ONCE, SPLIT_AT_ONCE = 20, 10
CHOICES_AT_ONCE = 500
RANK_LIMIT = 1e12
PLACE_LIMIT = 1e6  # of x and y
OP_ID = re.compile(r"[A-Za-z0-9_.-]{3,40}")
CARD_ID = re.compile(r"[0-9a-z]{12}")
KEY = re.compile(r"[a-z0-9_-]{1,24}")
COLUMN = re.compile(r"[a-z0-9_-]{0,24}")

Reader = Callable[[object], Any]


def malformed(field: str) -> Invalid:
    """Refusal of a message that no browser of ours sends."""
    return Invalid("camp.operation.malformed", field=field)


def parse(payload: object) -> Operation:
    """A message from a browser as an operation, or Invalid."""
    if not isinstance(payload, dict):
        raise malformed("payload")
    made_of = KINDS.get(payload["kind"]) if isinstance(payload.get("kind"), str) else None
    if made_of is None:
        raise malformed("kind")
    wanted = {field.name: field for field in fields(made_of)}
    if unknown := set(payload) - set(wanted) - {"kind"}:
        raise malformed(str(min(map(str, unknown)))[:40])
    values: dict[str, Any] = {}
    for name, field in wanted.items():
        if name in payload:
            values[name] = _reader(made_of.kind, name)(payload[name])
        elif field.default is MISSING:
            raise malformed(name)
    return made_of(**values)


def read_text(value: object, limit: int = TEXT_LIMIT) -> str:
    """A card's text, without blanks around it; neither empty nor too long."""
    text = read_any_text(value, "text", limit)
    if not text:
        raise Invalid("camp.card.empty")
    return text


def read_any_text(value: object, field: str, limit: int = TEXT_LIMIT) -> str:
    """A text that may be empty."""
    if not isinstance(value, str):
        raise malformed(field)
    if len(value) > 4 * limit:
        raise Invalid("camp.card.too_long", limit=limit)
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > limit:
        raise Invalid("camp.card.too_long", limit=limit)
    if any("\ud800" <= letter <= "\udfff" for letter in text):  # half of a character: no database takes it
        raise malformed(field)
    return text


def _matching(pattern: re.Pattern[str], field: str) -> Reader:
    def read(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise malformed(field)
        return value

    return read


def _one_of(known: Any, field: str) -> Reader:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in set(known):
            raise malformed(field)
        return str(value)

    return read


def _line(field: str, limit: int) -> Reader:
    """Words on one line."""
    return lambda value: " ".join(read_any_text(value, field, limit).split())


def _read_tag(value: object) -> str:
    tag: str = _line("tag", TAG_LIMIT)(value)
    if not tag:
        raise malformed("tag")
    return tag


def _number(field: str, limit: float) -> Reader:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= limit:  # not for NaN
            raise malformed(field)
        return float(value)

    return read


def _maybe(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _several(field: str, reader: Reader, least: int, most: int) -> Reader:
    """A list of different things."""

    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or not least <= len(value) <= most:
            raise malformed(field)
        found = [reader(item) for item in value]
        if least and any(item in found[:place] for place, item in enumerate(found)):
            raise malformed(field)
        return tuple(item for place, item in enumerate(found) if item not in found[:place])

    return read


def _parts(value: object, field: str, readers: Mapping[str, Reader], required: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) - set(readers) or required - set(value):
        raise malformed(field)
    return {name: reader(value[name]) if name in value else "" for name, reader in readers.items()}


def read_reference(value: object) -> dict[str, str]:
    """What a card rests on: a page's address for a link, the public id of anything else."""
    found = _parts(value, "reference", _REFERENCE, {"id", "kind"})
    is_link = found["kind"] == ReferenceKind.LINK
    if is_link != bool(found["url"]) or is_link == bool(found["subject"]):
        raise malformed("reference")
    return found


def _read_url(value: object) -> str:
    address = read_any_text(value, "url", URL_LIMIT)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise malformed("url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or any(sign.isspace() for sign in address):
        raise malformed("url")
    return address


def _read_choices(value: object) -> dict[str, int]:
    if not isinstance(value, dict) or len(value) > CHOICES_AT_ONCE:
        raise malformed("choices")
    for card, number in value.items():
        _ID(card)
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= CHOICES_AT_ONCE:
            raise malformed("choices")
    return dict(value)


_ID = _matching(CARD_ID, "card")
_REFERENCE: dict[str, Reader] = {
    "id": _matching(CARD_ID, "reference"),
    "kind": _one_of(ReferenceKind, "reference"),
    "subject": _matching(re.compile(r"[0-9a-z]{0,40}"), "reference"),
    "url": _read_url,
    "label": _line("label", LABEL_LIMIT),
}
_PART: dict[str, Reader] = {"card": _ID, "title": _line("title", TITLE_LIMIT), "text": read_text}

_READERS: dict[str, Reader] = {
    "op_id": _matching(OP_ID, "op_id"),
    "card": _ID,
    "cards": _several("cards", _ID, 2, MERGED_AT_ONCE),
    "into": _several("into", lambda value: _parts(value, "into", _PART, {"card", "text"}), 2, SPLIT_AT_ONCE),
    "theme": _matching(CARD_ID, "theme"),
    "themes": _several("themes", _matching(CARD_ID, "themes"), 0, THEMES_AT_ONCE),
    "references": _several("references", read_reference, 0, THEMES_AT_ONCE),
    "reference": read_reference,
    "zone": _matching(KEY, "zone"),
    "column": _matching(COLUMN, "column"),
    "x": _maybe(_number("x", PLACE_LIMIT)),
    "y": _maybe(_number("y", PLACE_LIMIT)),
    "rank": _number("rank", RANK_LIMIT),
    "text": read_text,
    "was": lambda value: read_any_text(value, "was"),
    "title": _line("title", TITLE_LIMIT),
    "title_was": _line("title_was", TITLE_LIMIT),
    "card_kind": _one_of(CardKind, "card_kind"),
    "colour": _one_of(Colour, "colour"),
    "tag": _read_tag,
    "tags": _several("tags", _read_tag, 0, THEMES_AT_ONCE),
    "comment": _matching(CARD_ID, "comment"),
    "reaction": _one_of(Reaction, "reaction"),
    "link": _matching(CARD_ID, "link"),
    "source": _matching(CARD_ID, "source"),
    "target": _matching(CARD_ID, "target"),
    "relation": _one_of(LinkRelation, "relation"),
    "onto": _matching(CARD_ID, "onto"),
    "file": _matching(CARD_ID, "file"),
    "round": _matching(CARD_ID, "round"),
    "choices": _read_choices,
}
_OTHERWISE: dict[tuple[str, str], Reader] = {
    ("remove_reference", "reference"): _matching(CARD_ID, "reference"),
    ("comment", "text"): lambda value: read_text(value, COMMENT_LIMIT),
}


def _reader(kind: str, field: str) -> Reader:
    return _OTHERWISE.get((kind, field)) or _READERS[field]
