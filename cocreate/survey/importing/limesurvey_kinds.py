"""LimeSurvey's types of question as our kinds: what each letter becomes, and with which options."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cocreate.survey.filetypes import KNOWN
from cocreate.survey.importing.limesurvey_file import Item, Part
from cocreate.survey.importing.plans import Note, note
from cocreate.survey.importing.texts import key_of, plain
from cocreate.survey.kinds.numbers import MOST_DECIMALS
from cocreate.survey.kinds.texts import is_safe
from cocreate.survey.rules import QuestionKind as K

Texts = dict[str, str]
YES: Texts = {"nl": "Ja", "fr": "Oui", "en": "Yes", "de": "Ja"}
NO: Texts = {"nl": "Nee", "fr": "Non", "en": "No", "de": "Nein"}
EVERY = ""  # in the place of a language: the text is the same in all of them
FIXED: dict[str, list[tuple[str, Texts]]] = {
    "Y": [("Y", YES), ("N", NO)],
    "G": [
        ("F", {"nl": "Vrouw", "fr": "Femme", "en": "Female", "de": "Weiblich"}),
        ("M", {"nl": "Man", "fr": "Homme", "en": "Male", "de": "Männlich"}),
    ],
    "C": [
        ("Y", YES),
        ("U", {"nl": "Onzeker", "fr": "Incertain", "en": "Uncertain", "de": "Unsicher"}),
        ("N", NO),
    ],
    "E": [
        ("I", {"nl": "Toename", "fr": "Augmentation", "en": "Increase", "de": "Zunahme"}),
        ("S", {"nl": "Gelijk", "fr": "Sans changement", "en": "Same", "de": "Gleich"}),
        ("D", {"nl": "Afname", "fr": "Diminution", "en": "Decrease", "de": "Abnahme"}),
    ],
    "A": [(str(n), {EVERY: str(n)}) for n in range(1, 6)],
    "B": [(str(n), {EVERY: str(n)}) for n in range(1, 11)],
}
Entries = list[dict[str, Any]]


@dataclass
class Mapped:
    """What a question becomes: usually one of ours."""

    kind: K
    options: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    is_active: bool = True
    second: dict[str, Any] | None = None  # of a dual scale: the options of the second question


def entries(parts: list[Part], keys: dict[str, str] | None = None) -> Entries:
    """Choices, rows or columns; `keys` collects the code of each."""
    found: Entries = []
    taken: set[str] = set()
    for part in parts:
        key = key_of(part.code, taken)
        taken.add(key)
        if keys is not None:
            keys[part.code] = key
        label = {code: plain(text) for code, text in part.label.items() if plain(text)}
        found.append({"key": key, "label": label or {EVERY: part.code}})
    return found


def fixed(letter: str) -> Entries:
    """The answers that a type always has."""
    return [{"key": code.lower(), "label": label} for code, label in FIXED[letter]]


def whole(item: Item, name: str) -> int | None:
    """A number among the attributes, if it is one."""
    text = item.attribute(name).strip()
    return int(text) if text.isdigit() and len(text) < 8 else None


def number(item: Item, name: str) -> float | None:
    """The same with decimals and below zero."""
    try:
        found = float(item.attribute(name).replace(",", "."))
    except ValueError:
        return None
    return int(found) if found.is_integer() else found


def some(**options: Any) -> dict[str, Any]:
    """Only the options that say something."""
    return {name.rstrip("_"): value for name, value in options.items() if value not in (None, False, "")}


def order_of(item: Item) -> dict[str, Any]:
    """Whether the choices come at random or by the alphabet."""
    return some(random=item.attribute("random_order") == "1", sorted=item.attribute("alphasort") == "1")


def single(item: Item) -> Mapped:
    """One of a list: radio buttons, a drop-down, with a comment."""
    choices = fixed(item.type) if item.type in "YG" else entries([a for a in item.answers if a.scale == "0"])
    return Mapped(
        K.SINGLE_CHOICE,
        some(
            choices=choices,
            other=item.has_other,
            **order_of(item),
            display="dropdown" if item.type == "!" else None,
            comment=item.type == "O",
        ),
    )


def multiple(item: Item) -> Mapped:
    """Several of a list; LimeSurvey's boxes are sub-questions. A box of its own is a consent."""
    if len(item.parts) == 1 and not item.has_other and item.type == "M":
        return Mapped(K.CONSENT, {"statement": entries(item.parts)[0]["label"]}, [note(item.code, "one_box")])
    keys: dict[str, str] = {}
    choices = entries(item.parts, keys)
    alone = [keys.get(code.strip()) for code in item.attribute("exclude_all_others").split(";")]
    for choice in choices:
        if choice["key"] in alone:
            choice["is_exclusive"] = True
    options = some(
        choices=choices,
        other=item.has_other,
        **order_of(item),
        min=whole(item, "min_answers"),
        max=whole(item, "max_answers"),
        comment=item.type == "P",
    )
    notes = [note(item.code, "comments_together")] if item.type == "P" else []
    return Mapped(K.MULTIPLE_CHOICE, options, notes)


def five(item: Item) -> Mapped:
    """A choice of one to five."""
    stars = item.attribute("slider_rating") == "1"
    return Mapped(K.SCALE, some(from_=1, to=5, display="stars" if stars else None))


def matrix(item: Item) -> Mapped:
    """A table with one choice per row."""
    columns = fixed(item.type) if item.type in FIXED else entries([a for a in item.answers if a.scale == "0"])
    notes = [note(item.code, "by_column")] if item.type == "H" else []
    random = item.attribute("random_order") == "1"
    return Mapped(K.MATRIX, some(rows=entries(item.parts), columns=columns, random=random), notes)


def dual(item: Item) -> Mapped:
    """Two scales beside each other become two tables."""
    first, second = ([a for a in item.answers if a.scale == scale] for scale in ("0", "1"))
    rows = entries(item.parts)
    return Mapped(
        K.MATRIX,
        {"rows": rows, "columns": entries(first)},
        [note(item.code, "dual_scale")],
        second={"rows": rows, "columns": entries(second)},
    )


def grid(item: Item) -> Mapped:
    """A table of texts or numbers: ticks become a matrix, the rest a text per cell."""
    rows, columns = ([p for p in item.parts if p.scale == scale] for scale in ("0", "1"))
    if item.type == ":" and item.attribute("multiflexible_checkbox") == "1":
        return Mapped(K.MATRIX, {"rows": entries(rows), "columns": entries(columns), "multiple": True})
    cells = [
        Part(
            f"{row.code}_{column.code}",
            {code: f"{plain(text)} – {plain(column.label.get(code, column.code))}" for code, text in row.label.items()},
        )
        for row in rows
        for column in columns
    ]
    return Mapped(K.SHORT_TEXTS, {"rows": entries(cells)}, [note(item.code, "grid_of_texts")])


def short(item: Item) -> Mapped:
    """One line: a number where only digits are allowed."""
    if item.attribute("numbers_only") == "1":
        return Mapped(K.NUMBER, {}, [note(item.code, "digits_only")])
    pattern = pattern_of(item.pattern)
    return Mapped(
        K.SHORT_TEXT,
        some(format="pattern" if pattern else None, pattern=pattern, max_length=whole(item, "maximum_chars")),
        [note(item.code, "slow_pattern", value=item.pattern)] if item.pattern.strip() and not pattern else [],
    )


def pattern_of(theirs: str) -> str:
    """A pattern that the whole text has to fit, of one that is looked for in it; "" for one that cannot be tried.

    >>> pattern_of("/^[0-9]{4}$/"), pattern_of("/[0-9]{4}/"), pattern_of("/^(?=a)b/"), pattern_of("/^a$/i")
    ('[0-9]{4}', '.*[0-9]{4}.*', '', '')
    """
    found = theirs.strip()
    if found[:1] == "/" and found.rfind("/") > 0:
        found, flags = found[1 : found.rfind("/")], found[found.rfind("/") + 1 :]
        if flags.strip("u"):  # capitals aside, over several lines: another pattern than it looks
            return ""
    if "|" in found and (found[:1] == "^" or found[-1:] == "$"):
        return found if found[:2] == "^(" and found[-2:] == ")$" and is_safe(found) else ""
    whole = found[1:] if found[:1] == "^" else f".*{found}"
    whole = whole[:-1] if whole[-1:] == "$" and whole[-2:] != "\\$" else f"{whole}.*"
    return whole if theirs.strip() and is_safe(whole) else ""


def long(item: Item) -> Mapped:
    """Several lines."""
    return Mapped(K.LONG_TEXT, some(max_length=whole(item, "maximum_chars")))


def several(item: Item) -> Mapped:
    """A line per sub-question."""
    options = some(rows=entries(item.parts), max_length=whole(item, "maximum_chars"))
    return Mapped(K.SHORT_TEXTS, options)


def figure(item: Item) -> Mapped:
    """A number, with its unit behind it."""
    unit = {code: plain(text) for code, text in item.attributes.get("suffix", {}).items()}
    decimals = 0 if item.attribute("num_value_int_only") == "1" else MOST_DECIMALS
    options = some(min=number(item, "min_num_value_n"), max=number(item, "max_num_value_n"))
    return Mapped(K.NUMBER, {**options, "decimals": decimals, **some(unit=unit or None)})


def figures(item: Item) -> Mapped:
    """Several numbers: points where their sum is fixed or limited, texts otherwise."""
    exact, most = whole(item, "equals_num_value"), whole(item, "max_num_value")
    if exact or most:
        return Mapped(K.POINTS, some(choices=entries(item.parts), total=exact or most, exact=bool(exact)))
    return Mapped(K.SHORT_TEXTS, {"rows": entries(item.parts)}, [note(item.code, "numbers_as_texts")])


def ranking(item: Item) -> Mapped:
    """Putting in order."""
    choices = entries(item.answers or item.parts)
    return Mapped(K.RANKING, some(choices=choices, **order_of(item), top=whole(item, "max_answers")))


def day(item: Item) -> Mapped:
    """A date, with a time where its format has hours."""
    least, most = item.attribute("date_min"), item.attribute("date_max")
    found = [note(item.code, "date_limit", value=limit) for limit in (least, most) if limit and not _is_day(limit)]
    options = some(
        min=least if _is_day(least) else None,
        max=most if _is_day(most) else None,
        time="h" in item.attribute("date_format").lower(),
    )
    return Mapped(K.DATE, options, found)


def files(item: Item) -> Mapped:
    """Files to hand in; LimeSurvey counts their size in kilobytes."""
    kilobytes = whole(item, "max_filesize")
    types = [name.strip().lower()[:10] for name in item.attribute("allowed_filetypes").split(",") if name.strip()]
    types = list(dict.fromkeys("jpg" if name == "jpeg" else name for name in types))
    taken = [name for name in types if name in KNOWN]
    found = [note(item.code, "file_type", value=name) for name in types if name not in KNOWN]
    size = max(1, kilobytes // 1024) if kilobytes else None
    options = some(max_files=whole(item, "max_num_of_files"), max_megabytes=size, types=taken or None)
    return Mapped(K.FILES, options, found)


def reading(item: Item) -> Mapped:
    """A text to read."""
    return Mapped(K.INFORMATION)


def computed(item: Item) -> Mapped:
    """An equation: nobody answers it, so that it stays as a text that is not shown."""
    return Mapped(K.INFORMATION, {}, [note(item.code, "equation")], is_active=False)


def switch(item: Item) -> Mapped:
    """The choice of language: every page of ours has one."""
    return Mapped(K.INFORMATION, {}, [note(item.code, "language_switch")], is_active=False)


def unknown(item: Item) -> Mapped:
    """A type that nobody told us of: free text comes nearest."""
    return Mapped(K.LONG_TEXT, {}, [note(item.code, "unknown_type", type=item.type)])


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


TYPES: dict[str, Callable[[Item], Mapped]] = {
    **dict.fromkeys("L!OYG", single),
    **dict.fromkeys("MP", multiple),
    **dict.fromkeys("FABCEH", matrix),
    **dict.fromkeys("TU", long),
    **dict.fromkeys(":;", grid),
    "1": dual,
    "5": five,
    "S": short,
    "Q": several,
    "N": figure,
    "K": figures,
    "R": ranking,
    "D": day,
    "|": files,
    "X": reading,
    "*": computed,
    "I": switch,
}
