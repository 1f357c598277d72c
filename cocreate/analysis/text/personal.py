"""Personal data in an answer: where a name, an address or a number would tell the world who wrote or who is meant.

Found by rules that can be read, in four languages, so that whoever publishes an answer is warned before. The rules
prefer what is certain: titles, introductions, signatures, a known given name before a capitalised one, and numbers that
pass their check. A first name alone is not flagged. A person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from cocreate.analysis.text.personal_numbers import accounts, national_numbers, phones
from cocreate.analysis.text.personal_places import addresses
from cocreate.analysis.text.tokens import stop_words

READ_CHARACTERS = 100_000


class Kind(StrEnum):
    """What kind of personal data a stretch of text is."""

    MAIL = "mail"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"
    ACCOUNT = "account"
    NATIONAL_NUMBER = "national_number"
    PROFILE = "profile"


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` to `stop` (not included) of a text, and what they give away."""

    start: int
    stop: int
    kind: Kind


_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[\[(](?:at|à|apenstaartje)[\])]\s?)"
    r"[\w-]{1,63}(?:(?:(?:\.|\s?[\[(](?:dot|punt|point|punkt)[\])]\s?)[a-z0-9-]{2,63})+|(?:\.[A-Z0-9-]{2,63})+)"
)
_PAGE = re.compile(
    r"(?<![\w.-])(?:https?://)?(?:[\w-]{1,63}\.)?(?:facebook\.com|fb\.com|instagram\.com|linkedin\.com/(?:in|pub)|twitter\.com|x\.com"
    r"|tiktok\.com|t\.me|youtube\.com/@|snapchat\.com/add|bsky\.app/profile|threads\.net)/[@\w.%-]{2,}"
    r"|https?://[\w.-]+/@\w{2,}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@(?!home\b|work\b|all\b)[A-Za-z_][\w.]{2,29}(?:@[\w-]+(?:\.[\w-]+)+)?(?<![.])")

_UP = "A-ZÀ-ÖØ-ÞŸ"
_PART = r"(?:(?:van|von|de|den|der|du|del|della|di|le|la|el|ten|ter|zu|'t)\s+){0,3}"
_WORD = rf"(?:[dDlLO]['’])?[{_UP}][\w’'-]*(?<!['’-])"
_INITIAL = rf"(?:[{_UP}]\.\s?)"
_NAME = rf"(?:{_INITIAL}{{0,3}}\s?{_PART}{_WORD}(?:\s+{_PART}{_WORD}){{0,2}})"

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mister|Mme|Mmes|Mlle|Madame|Mademoiselle|Monsieur|MM|Me|Maître|[Dd]hr|[Dd]e\s+[Hh]eer|[Mm]eneer"
    r"|[Mm]evr(?:ouw)?|[Mm]vr|Mijnheer|[Mm]eester|Frau|Fr|Herrn?|Hr|Dr|dr|Prof|prof|Professor|Ir|ir|Ing)"
)
_TITLED = re.compile(rf"(?<!\w){_TITLE}\.?(?:\s+(?:Dr|Prof|dr|prof|Ir|ir)\.?)*\s+(?P<name>{_NAME})")
_M = re.compile(rf"(?<![\w.])M\.\s(?P<name>{_NAME})")
_SAID = re.compile(
    r"(?<!\w)(?i:my name is|my name's|i am called|je m['’]appelle|mon nom est|je me nomme|ik heet|mijn naam is"
    r"|ik noem|ich hei(?:ß|ss)e|mein name ist|mein name lautet|signed by?|sign[ée] par"
    rf"|ondertekend door|gezeichnet|moi c['’]est)\s*:?\s+(?P<name>{_NAME})"
)
_SIGNED = re.compile(
    r"(?<!\w)(?i:(?:kind|best|warm)(?:est)? regards|sincerely|yours (?:truly|faithfully|sincerely)|cordialement"
    r"|bien à vous|salutations(?: distinguées| cordiales)?|met (?:vriendelijke|hartelijke) groet(?:en)?|vriendelijke"
    r" groet(?:en)?|groetjes|groeten"
    r"|(?:mvg|mfg|lg)\s*[,\n]|mit (?:freundlichen|besten|herzlichen) gr(?:ü|ue)(?:ß|ss)en|viele gr(?:ü|ue)(?:ß"
    rf"|ss)e|beste gr(?:ü|ue)(?:ß|ss)e)\s*[,.!:;\n-]*\s*(?P<name>{_NAME})\s*(?:$|[.,\n!])"
)
_GIVEN = re.compile(rf"(?<![\w.-])[{_UP}][\w-]*")
_SURNAME = re.compile(rf"\s+{_INITIAL}?{_PART}{_WORD}(?:\s+{_PART}{_WORD})?")

# People who are meant by their office, and words that follow a title or a given name without being a name.
_OFFICE = frozenset(
    """
    Maire Bourgmestre Président Présidente Ministre Préfet Préfète Directeur Directrice Député Députée Échevin Premier
    Bürgermeister Bürgermeisterin Oberbürgermeister Oberbürgermeisterin Minister Ministerin Präsident Präsidentin
    Kanzler Kanzlerin Doktor Professor Professorin Abgeordnete Abgeordneter Landrat Staatssekretär Mayor President
    Speaker Chairman Chairwoman Secretary Burgemeester Schepen Voorzitter Staatssecretaris Commissaris Eerste Heer
    Mann Dame Damen Herren Rapporteur Ambassadeur Conseiller
    Europe Europa Commission Commissioner Monsieur Madame Mevrouw
    """.split()
)
_PLACE = re.compile(
    r"(?:-|\s*)(?:[Ss]tra(?:at|ße|sse)|Str|Blvd|Golf|Espace|Valley|County|[Ll]aan|[Pp]lein|[Pp]latz|[Ww]eg|[Aa]llee|Street|Road|Avenue|Square|Park"
    r"|School|Schule|Stadion|Center|Centre|Bridge|Brücke|Airport|Stiftung|Foundation|Institut[e]?|Haus|Ring|Ufer)\b"
)
_PLACE_BEFORE = re.compile(
    r"(?i:\b(?:rue|avenue|av\.|boulevard|place|quai|chaussée|collège|lycée|école|square|pont|saint|sankt|sint|st\.?|ste"
    r"|fondation|stichting|institut|fort|parc|loi|wet|prix|hôpital|université)\s+(?:de |du |d['’])?)$"
)


@cache
def _given_names() -> frozenset[str]:
    source = files("cocreate.analysis") / "data" / "given_names.txt"
    return frozenset(source.read_text(encoding="utf-8").split())


def find_personal(text: str, language: str | None = None) -> list[Span]:
    """Every stretch of a text that gives a person away, in order and without overlap.

    Only the first `READ_CHARACTERS` are read. The `language` tells which words cannot be a surname; None will do.

    >>> text = "Mijn naam is Jan Peeters, bel 0475 12 34 56 of jan@voorbeeld.be"
    >>> [(str(span.kind), text[span.start : span.stop]) for span in find_personal(text, "nl")]
    [('name', 'Jan Peeters'), ('phone', '0475 12 34 56'), ('mail', 'jan@voorbeeld.be')]
    """
    text = text[:READ_CHARACTERS]
    found: list[Span] = []
    # What is most certain first: a number inside an account number is no telephone.
    for kind, spans in (
        (Kind.MAIL, (m.span() for m in _MAIL.finditer(text))),
        (Kind.PROFILE, (m.span() for m in _PAGE.finditer(text))),
        (Kind.PROFILE, (m.span() for m in _HANDLE.finditer(text))),
        (Kind.ACCOUNT, accounts(text)),
        (Kind.NATIONAL_NUMBER, national_numbers(text)),
        (Kind.ADDRESS, addresses(text)),
        (Kind.PHONE, phones(text)),
        (Kind.NAME, _names(text, stop_words(language or ""))),
    ):
        _add(found, kind, spans)
    return sorted(found)


def _add(found: list[Span], kind: Kind, spans: Iterable[tuple[int, int]]) -> None:
    for start, stop in spans:
        touching = [span for span in found if span.start < stop and start < span.stop]
        if not touching:
            found.append(Span(start, stop, kind))
        elif all(span.kind is kind for span in touching):
            found[:] = [span for span in found if span not in touching]
            found.append(Span(min(start, *(s.start for s in touching)), max(stop, *(s.stop for s in touching)), kind))


def _names(text: str, stops: frozenset[str]) -> Iterator[tuple[int, int]]:
    for pattern in (_TITLED, _M, _SAID, _SIGNED):
        for match in pattern.finditer(text):
            if (name := _without_office(match["name"])) and not _PLACE.match(text, match.end()):
                yield match.end("name") - len(name), match.end("name")
    given = _given_names()
    for match in _GIVEN.finditer(text):
        first = match.group()
        if first in given or all(part in given for part in first.split("-")):
            after = _SURNAME.match(text, match.end())
            if after and _is_surname(after.group().split(), stops) and not _is_place(text, match.start(), after.end()):
                yield match.start(), after.end()


def _is_surname(words: Sequence[str], stops: frozenset[str]) -> bool:
    last = words[-1]
    ordinary = last.lower() in stops or any(word in _OFFICE for word in words)
    return not ordinary and not (last.isupper() and (len(last) > 3 or set(last) <= set("IVX")))


def _is_place(text: str, start: int, stop: int) -> bool:
    """Whether a name is that of a street, a school, a bridge: "rue Victor Hugo", "Willy Brandt Platz"."""
    return bool(_PLACE.match(text, stop) or _PLACE.search(text, start, stop)) or bool(
        _PLACE_BEFORE.search(text[max(0, start - 20) : start])
    )


def _without_office(name: str) -> str:
    """The name without an office in front ("Ministre Dupont"); nothing where only the office is named."""
    words = list(re.finditer(r"\S+", name))
    while words and words[0].group().strip(".") in _OFFICE:
        words.pop(0)
    if words and any(w.group() in _OFFICE for w in words):
        return ""
    return name[words[0].start() :] if words else ""


MARKS: Mapping[Kind, str] = {kind: f"[{kind.value}]" for kind in Kind}


def redact(text: str, spans: Sequence[Span], marks: Mapping[Kind, str] = MARKS) -> str:
    """The text with each span replaced by the mark of its kind.

    >>> redact("Bel mij op 0475 12 34 56!", find_personal("Bel mij op 0475 12 34 56!"))
    'Bel mij op [phone]!'
    """
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + marks[span.kind] + text[span.stop :]
    return text
