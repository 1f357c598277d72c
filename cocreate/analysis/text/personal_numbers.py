"""Numbers that lead to one person: telephone, bank account, national number; each is checked, not only recognised.

Telephone numbers follow the plans of Belgium, France, the Netherlands, Germany, Luxembourg and the United Kingdom.
Account numbers must pass the check of ISO 13616, national numbers that of their country, so that a year, an amount or a
reference is not taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = tuple[int, int]

# Digits after the country code, without a leading zero.
_ABROAD = {"32": (8, 9), "33": (9, 9), "31": (9, 9), "49": (7, 11), "352": (6, 9), "44": (9, 10)}
_CANDIDATE = re.compile(r"(?<![\w.,/+-])(?:\+|\(\+)?\(?\d[\d ./()\u00a0–-]{4,20}\d(?![\w%€$£]|[.,]\d)")
_CUE = re.compile(
    r"(?:\b(?:t[ée]l(?:[ée]phone|efoon|efon)?|phone|mobile?|mobiel|gsm|handy|fax|rufnummer|telefoonnummer|num[ée]ro"
    r"|whatsapp|call me|ring me|bel (?:me|mij)|belt? me|appel(?:ez|er?)[- ]moi|rufen sie mich|ruft mich)\b"
    r"(?: (?:number|nummer|op|on|at|au|unter|an|is|est|ist|my|mijn|mon|meine))*[.:]?)\s*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^\(?\d{1,2}[./]\d{1,2}[./]\d{2,4}\s*[-–]"
    r"|^\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}$|^(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d$"
)
_MONEY = re.compile(r"^\d{1,3}(?:[. \u00a0]\d{3})+$")
_COUNTED = re.compile(r"\s*(?:€|eur|euros?|\$|£|%|m²|m2|km|kg|ton|inwoners|habitants|einwohner|inhabitants)", re.I)


def phones(text: str) -> Iterator[Found]:
    """Telephone numbers, written for the country or for abroad; shorter ones only after a word such as "tel."."""
    for match in _CANDIDATE.finditer(text):
        shown = match.group()
        if _DATE.match(shown) or _COUNTED.match(text, match.end()):
            continue
        if _is_phone(shown) or (_CUE.search(text[: match.start()][-40:]) and 6 <= len(_digits(shown)) <= 14):
            yield match.span()


def _digits(shown: str) -> str:
    return re.sub(r"\D", "", shown)


def _is_phone(shown: str) -> bool:
    digits = _digits(shown.replace("(0)", ""))
    abroad = "+" in shown or digits.startswith("00")
    if abroad:
        digits = digits.removeprefix("00") if "+" not in shown else digits
        for code, (least, most) in _ABROAD.items():
            if digits.startswith(code):
                return least <= len(digits[len(code) :].lstrip("0")) <= most
        return "+" in shown and 9 <= len(digits) <= 15
    grouped = bool(re.search(r"\D", shown))
    decimal = re.fullmatch(r"0[.]\d+", shown)
    return (
        digits[0] == "0"
        and digits[1] != "0"
        and not decimal
        and (9 <= len(digits) <= 12 if grouped else 9 <= len(digits) <= 11)
        and not _MONEY.match(shown)
    )


_IBAN_LENGTH = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
}  # fmt: skip
_IBAN_START = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?=[ .-]?[A-Z0-9])", re.IGNORECASE)


def accounts(text: str) -> Iterator[Found]:
    """International bank account numbers with right check digits, in groups or in one piece."""
    for match in _IBAN_START.finditer(text):
        wanted = _IBAN_LENGTH.get(match.group()[:2].upper(), 0)
        kept: list[str] = []
        stop = match.start()
        for place in range(match.start(), min(len(text), match.start() + 2 * wanted)):
            if len(kept) == wanted:
                break
            if text[place].isascii() and text[place].isalnum():
                kept.append(text[place].upper())
                stop = place + 1
            elif text[place] not in " .-\u00a0":
                break
        if wanted and len(kept) == wanted and not text[stop : stop + 1].isalnum() and _iban_checks("".join(kept)):
            yield match.start(), stop


def _iban_checks(account: str) -> bool:
    return int("".join(str(int(c, 36)) for c in account[4:] + account[:4])) % 97 == 1


_BELGIAN = re.compile(r"(?<![\d.])\d{2}[. -]?\d{2}[. -]?\d{2}[. -]?\d{3}[. -]?\d{2}(?![\d])")
_FRENCH = re.compile(r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-4]\d|5\d) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?!\d)")
_DUTCH = re.compile(r"\b(?:bsn|burgerservicenummer|sofinummer)\W{0,3}(?:is |nummer )?\W{0,2}(\d[\d. ]{7,10}\d)\b", re.I)
_GERMAN = re.compile(r"\b(?:steuer-?id(?:entifikationsnummer)?|idnr)\W{0,3}(?:ist )?(\d[\d ]{9,13}\d)\b", re.I)
_BRITISH = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)"
)


def national_numbers(text: str) -> Iterator[Found]:
    """Belgian, French and British numbers by their form and check; Dutch and German ones after the word for them."""
    yield from (m.span() for m in _BELGIAN.finditer(text) if _belgian_checks(_digits(m.group())))
    yield from (m.span() for m in _FRENCH.finditer(text) if _french_checks(m.group().replace(" ", "")))
    yield from (m.span(1) for m in _DUTCH.finditer(text) if _dutch_checks(_digits(m.group(1))))
    yield from (m.span(1) for m in _GERMAN.finditer(text) if len(_digits(m.group(1))) == 11)
    yield from (m.span() for m in _BRITISH.finditer(text))


def _belgian_checks(digits: str) -> bool:
    month = int(digits[2:4]) % 20  # numbers for people who are not registered add 20 or 40
    if month > 12 or int(digits[4:6]) > 31:
        return False
    check = int(digits[9:])
    return any(97 - int(f"{century}{digits[:9]}") % 97 == check for century in ("", "2"))


def _french_checks(number: str) -> bool:
    body = number[:-2].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(number[-2:])


def _dutch_checks(digits: str) -> bool:
    if len(digits) != 9:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 == 0
