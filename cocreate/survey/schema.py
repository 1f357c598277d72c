"""What a questionnaire file may say, piece by piece: each rule checks a value and puts it into its canonical form."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from cocreate.errors import Invalid
from cocreate.settings import LANGUAGES
from cocreate.survey import lists
from cocreate.survey.rules import QuestionKind

Rule = Callable[[Any, str], Any]  # (value, where it stands) -> the value in canonical form, or Invalid

LONGEST = 50_000  # characters of one text
MOST = 5000  # entries of one list
COMPARISONS = ("above", "at_least", "below", "at_most")
KEY = re.compile(r"[a-z0-9_]{1,40}")
LANGUAGE = re.compile(r"[a-z]{2,3}")


def wrong(where: str, code: str, **params: Any) -> Invalid:
    """The refusal of one place of a file."""
    return Invalid(f"survey.file.{code}", where=where or "–", **params)


def text(value: Any, where: str) -> str:
    """Words that every database can keep."""
    if not isinstance(value, str):
        raise wrong(where, "no_text")
    if len(value) > LONGEST:
        raise wrong(where, "long_text", limit=LONGEST)
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise wrong(where, "strange_sign")
    return value


def short(limit: int) -> Rule:
    """A text of at most so many characters."""

    def check(value: Any, where: str) -> str:
        if len(text(value, where)) > limit:
            raise wrong(where, "long_text", limit=limit)
        return str(value)

    return check


def key(value: Any, where: str) -> str:
    """A stable name: small letters, digits and underscores."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise wrong(where, "no_key")
    return value


def texts(value: Any, where: str) -> dict[str, str]:
    """One text in several languages, ours first and in our order."""
    if not isinstance(value, dict):
        raise wrong(where, "no_texts")
    for code in value:
        if not LANGUAGE.fullmatch(code):
            raise wrong(f"{where}.{code}", "no_language")
    order = [*LANGUAGES, *sorted(set(value) - set(LANGUAGES))]
    return {code: text(value[code], f"{where}.{code}") for code in order if code in value}


def some_texts(value: Any, where: str) -> dict[str, str]:
    """The same, in at least one language."""
    found = texts(value, where)
    if not any(each.strip() for each in found.values()):
        raise wrong(where, "empty_texts")
    return found


def flag(value: Any, where: str) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise wrong(where, "no_flag")
    return value


def number(value: Any, where: str) -> float:
    """A number that is one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e15:
        raise wrong(where, "no_number")
    return value


def whole(value: Any, where: str) -> int:
    """A whole number."""
    if not isinstance(number(value, where), int):
        raise wrong(where, "no_whole_number")
    return int(value)


def count(value: Any, where: str) -> int:
    """A whole number that is not below zero."""
    if whole(value, where) < 0:
        raise wrong(where, "no_whole_number")
    return int(value)


def one_of(*known: str) -> Rule:
    """One of a closed list of words."""

    def check(value: Any, where: str) -> str:
        if value not in known:
            raise wrong(where, "not_of_list", value=str(value)[:60], known=", ".join(known))
        return str(value)

    return check


def list_of(rule: Rule) -> Rule:
    """A list of such things."""

    def check(value: Any, where: str) -> list[Any]:
        if not isinstance(value, list):
            raise wrong(where, "no_list")
        if len(value) > MOST:
            raise wrong(where, "long_list", limit=MOST)
        return [rule(each, f"{where}[{number}]") for number, each in enumerate(value, start=1)]

    return check


def record(rules: Mapping[str, Rule], *needed: str) -> Rule:
    """An object with known names, in their order; a name that is not known is an error, never dropped."""

    def check(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise wrong(where, "no_object")
        for name in value:
            if name not in rules:
                raise wrong(where, "unknown_name", value=name[:60], known=", ".join(rules))
        for name in needed:
            if name not in value:
                raise wrong(where, "missing_name", value=name)
        return {name: rule(value[name], f"{where}.{name}".lstrip(".")) for name, rule in rules.items() if name in value}

    return check


def unlike(rule: Rule) -> Rule:
    """A list whose entries have keys of their own, each once."""
    each = list_of(rule)

    def check(value: Any, where: str) -> list[Any]:
        found, seen = each(value, where), set()
        for entry in found:
            if entry["key"] in seen:
                raise wrong(where, "same_key", value=entry["key"])
            seen.add(entry["key"])
        return found

    return check


def fact(value: Any, where: str) -> str:
    """A question's key, or that of a row: `key.row`."""
    if not isinstance(value, str) or not all(KEY.fullmatch(part) for part in value.split(".", 1)):
        raise wrong(where, "no_fact")
    return value


def condition(value: Any, where: str) -> dict[str, Any]:
    """A condition, as docs/questionnaire.md lists them; empty: always."""
    if not isinstance(value, dict):
        raise wrong(where, "no_condition")
    if not value:
        return {}
    for name, rule in (("all", list_of(condition)), ("any", list_of(condition)), ("not", condition)):
        if set(value) == {name}:
            return {name: rule(value[name], f"{where}.{name}")}
    tests = set(value) - {"fact"}
    if "fact" not in value or len(tests) != 1 or not tests <= set(TESTS):
        raise wrong(where, "no_condition")
    test = tests.pop()
    return {"fact": fact(value["fact"], f"{where}.fact"), test: TESTS[test](value[test], f"{where}.{test}")}


TESTS: dict[str, Rule] = {
    "is": one_of("answered", "unanswered"),
    "has": text,
    "has_any": list_of(text),
    "contains": text,
    **dict.fromkeys(COMPARISONS, number),
    "chosen_at_least": count,
    "chosen_at_most": count,
}
ENTRIES = unlike(record({"key": key, "label": texts}, "key", "label"))
ORDER: dict[str, Rule] = {
    "random": flag,
    "sorted": flag,
    "filter": record({"fact": fact, "keep": one_of("chosen", "others")}, "fact", "keep"),
}
CHOICES: dict[str, Rule] = {
    "choices": unlike(
        record({"key": key, "label": texts, "is_exclusive": flag, "condition": condition}, "key", "label")
    ),
    "list": one_of(*lists.NAMES),
    "other": flag,
    **ORDER,
}
ROWS = unlike(record({"key": key, "label": texts, "condition": condition}, "key", "label"))


def scale_labels(value: Any, where: str) -> dict[str, dict[str, str]]:
    """Number -> what it means, ascending."""
    if not isinstance(value, dict):
        raise wrong(where, "no_object")
    for name in value:
        if not re.fullmatch(r"-?\d{1,6}", name):
            raise wrong(f"{where}.{name}", "no_whole_number")
    return {name: texts(value[name], f"{where}.{name}") for name in sorted(value, key=int)}


def beforehand(value: Any, where: str) -> dict[str, str]:
    """What stands in a form at first: part of the question ("" for itself) -> what its field holds."""
    if not isinstance(value, dict):
        raise wrong(where, "no_object")
    for name in value:
        if name and not KEY.fullmatch(name):
            raise wrong(f"{where}.{name[:60]}", "no_key")
    return {name: text(value[name], f"{where}.{name}") for name in sorted(value)}


LARGEST_LONGITUDE, LARGEST_LATITUDE = 180, 85  # degrees; nearer to a pole a sketch has no width
MOST_AREAS, MOST_RINGS, MOST_POINTS = 200, 500, 2000  # of an outline


def ring(value: Any, where: str) -> list[float]:
    """Longitude and latitude in turn, of at least three points; the first does not come once more at the end."""
    found: list[float] = list_of(number)(value, where)
    lons, lats = found[::2], found[1::2]
    on_earth = all(abs(lon) <= LARGEST_LONGITUDE for lon in lons) and all(abs(lat) <= LARGEST_LATITUDE for lat in lats)
    if len(lons) != len(lats) or len(set(zip(lons, lats, strict=True))) < 3 or not on_earth:
        raise wrong(where, "no_ring")
    return found


AREA = record({"key": key, "label": texts, "rings": list_of(ring)}, "key", "rings")
OUTLINE = record({"areas": unlike(AREA), "attribution": short(300)}, "areas")


def outline(value: Any, where: str) -> dict[str, Any]:
    """An outline of areas, as large as one may be."""
    found: dict[str, Any] = OUTLINE(value, where)
    rings = [each for area in found["areas"] for each in area["rings"]]
    has_all = bool(rings) and all(area["rings"] for area in found["areas"])
    is_small = len(found["areas"]) <= MOST_AREAS and len(rings) <= MOST_RINGS
    if not has_all or not is_small or sum(map(len, rings)) > 2 * MOST_POINTS:
        raise wrong(where, "no_outline", areas=MOST_AREAS, rings=MOST_RINGS, points=MOST_POINTS)
    lons, lats = ([part for each in rings for part in each[start::2]] for start in (0, 1))
    if min(max(lons) - min(lons), max(lats) - min(lats)) <= 0:
        raise wrong(where, "no_ring")
    return found


AT_FIRST: dict[str, Rule] = {"beforehand": beforehand}
OPTIONS: dict[QuestionKind, Rule] = {
    QuestionKind.PAGE: record({}),
    QuestionKind.INFORMATION: record({"documents": list_of(key), "image": key, "alt": texts}),
    QuestionKind.HELIX: record({}),
    QuestionKind.SINGLE_CHOICE: record(
        {**CHOICES, "display": one_of("radio", "dropdown", "buttons"), "comment": flag, **AT_FIRST}
    ),
    QuestionKind.MULTIPLE_CHOICE: record({**CHOICES, "min": count, "max": count, "comment": flag, **AT_FIRST}),
    QuestionKind.SCALE: record(
        {
            "from": whole,
            "to": whole,
            "labels": scale_labels,
            "no_opinion": flag,
            "display": one_of("buttons", "stars"),
            **AT_FIRST,
        }
    ),
    QuestionKind.MATRIX: record({"rows": ROWS, "columns": ENTRIES, "multiple": flag, **ORDER}),
    QuestionKind.RANKING: record({**CHOICES, "top": count, "choose_first": flag, "no_opinion": flag}),
    QuestionKind.RANK_CHALLENGES: record({"top": count, "choose_first": flag, **ORDER}),
    QuestionKind.POINTS: record({**CHOICES, "about": one_of("challenges"), "total": count, "exact": flag}),
    QuestionKind.SHORT_TEXT: record(
        {
            "format": one_of("", "email", "phone", "url", "pattern"),
            "pattern": short(500),
            "pattern_help": texts,
            "min_length": count,
            "max_length": count,
            **AT_FIRST,
        }
    ),
    QuestionKind.SHORT_TEXTS: record({"rows": ENTRIES, "max_length": count, **AT_FIRST}),
    QuestionKind.LONG_TEXT: record({"min_length": count, "max_length": count, **AT_FIRST}),
    QuestionKind.TEXT_PER_CHALLENGE: record({}),
    QuestionKind.COMPLETE_LIST: record({"of": one_of("sub_challenges", "assets", "both")}),
    QuestionKind.PROJECT: record({"roles": ENTRIES}),
    QuestionKind.NUMBER: record(
        {"min": number, "max": number, "decimals": count, "unit": texts, "slider": flag, "step": number, **AT_FIRST}
    ),
    QuestionKind.DATE: record({"min": short(16), "max": short(16), "time": flag, **AT_FIRST}),
    QuestionKind.FILES: record({"max_files": count, "max_megabytes": number, "types": list_of(short(10))}),
    QuestionKind.MAP_POINT: record({"region": one_of("brussels", "own"), "outline": outline}),
    QuestionKind.CONSENT: record({"role": one_of("", "quote", "contact", "privacy"), "statement": texts}),
}
