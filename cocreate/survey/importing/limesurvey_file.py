"""A LimeSurvey structure file (.lss of a survey, .lsq of a question), as it is written: nothing is interpreted yet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cocreate.errors import Invalid
from cocreate.survey.importing.texts import language_of

Texts = dict[str, str]
READ = frozenset(
    "LimeSurveyDocType DBVersion languages answers answer_l10ns groups group_l10ns questions subquestions"
    " question_l10ns question_attributes surveys surveys_languagesettings themes themes_inherited"
    " defaultvalues defaultvalue_l10ns".split()
)


@dataclass
class Part:
    """A sub-question or an answer: its code, and its text in every language."""

    code: str
    label: Texts = field(default_factory=dict)
    scale: str = "0"
    id: str = ""


@dataclass(frozen=True)
class Default:
    """What LimeSurvey fills in beforehand: in a question, or in the part of it with an id."""

    part: str
    special: str  # "other", "comment"
    text: Texts


@dataclass
class Item:
    """A question as LimeSurvey has it."""

    id: str
    group: str
    code: str
    type: str
    mandatory: str = "N"
    has_other: bool = False
    relevance: str = ""
    pattern: str = ""
    order: int = 0
    text: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)
    defaults: list[Default] = field(default_factory=list)
    attributes: dict[str, Texts] = field(default_factory=dict)  # name -> language or "" -> value

    def attribute(self, name: str) -> str:
        """The value of an attribute, in whatever language; "" where there is none."""
        return next(iter(self.attributes.get(name, {}).values()), "")


@dataclass
class Group:
    """A group of questions: a page of its own."""

    id: str
    order: int
    relevance: str = ""
    randomised: str = ""
    name: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)


@dataclass
class Survey:
    """A whole file."""

    languages: list[str]
    groups: list[Group]
    items: list[Item]
    settings: dict[str, str]
    words: dict[str, Texts]  # title, description, welcometext, endtext
    unread: dict[str, int]  # section -> rows that nobody reads

    def counts(self) -> dict[str, int]:
        """How much of everything there is."""
        return {
            "languages": len(self.languages),
            "groups": len(self.groups),
            "questions": len(self.items),
            "subquestions": sum(len(item.parts) for item in self.items),
            "answers": sum(len(item.answers) for item in self.items),
        }


def parse_xml(content: bytes) -> Element:
    """The tree of a file, or Invalid: with the place where it breaks off, or because it holds a trap."""
    try:
        tree: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Invalid("survey.import.xml_trap") from error
    except ParseError as error:
        line, column = error.position
        raise Invalid("survey.import.no_xml", line=line, column=column + 1) from error
    except (LookupError, ValueError) as error:  # an encoding that does not exist
        raise Invalid("survey.import.no_xml", line=1, column=1) from error
    return tree


def parse(content: bytes) -> Survey:
    """Read a .lss or .lsq file; older ones have a row per language, newer ones keep the texts apart."""
    tree = parse_xml(content)
    if tree.tag != "document" or tree.find("LimeSurveyDocType") is None:
        raise Invalid("survey.import.no_limesurvey")
    texts = {
        section: _by_id(tree, section, name)
        for section, name in (("group_l10ns", "gid"), ("question_l10ns", "qid"), ("answer_l10ns", "aid"))
    }
    groups = _groups(tree, texts["group_l10ns"])
    items = _items(tree, texts["question_l10ns"])
    _add_parts(tree, items, texts["question_l10ns"])
    _add_answers(tree, items, texts["answer_l10ns"])
    for row in rows_in(tree, "question_attributes"):
        if (item := items.get(row.get("qid", ""))) is not None and row.get("value"):
            item.attributes.setdefault(row.get("attribute", ""), {})[language_of(row.get("language", ""))] = row[
                "value"
            ]
    _add_defaults(tree, items)
    order = {group.id: place for place, group in enumerate(groups)}
    names = [element.text or "" for element in tree.findall("languages/language")]
    return Survey(
        languages=list(dict.fromkeys(filter(None, map(language_of, names)))) or ["en"],
        groups=groups,
        items=sorted(items.values(), key=lambda item: (order.get(item.group, len(order)), item.order)),
        settings=next(rows_in(tree, "surveys"), {}),
        words=_words(tree),
        unread={
            section.tag: len(section.findall("rows/row"))
            for section in tree
            if section.tag not in READ and section.findall("rows/row")
        },
    )


def rows_in(tree: Element, section: str) -> Iterator[dict[str, str]]:
    """The rows of a section: name of a column -> cell."""
    for row in tree.findall(f"{section}/rows/row"):
        yield {cell.tag: cell.text or "" for cell in row}


def _by_id(tree: Element, section: str, name: str) -> Mapping[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_in(tree, section):
        found[row.get(name, "")].append(row)
    return found


def _texts(rows: list[dict[str, str]], name: str) -> Texts:
    return {language_of(row.get("language", "")) or "en": row[name] for row in rows if row.get(name)}


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _groups(tree: Element, texts: Mapping[str, list[dict[str, str]]]) -> list[Group]:
    found: dict[str, Group] = {}
    for row in rows_in(tree, "groups"):
        name = row.get("gid", "")
        group = found.setdefault(
            name,
            Group(
                name, _whole(row.get("group_order", "")), row.get("grelevance", ""), row.get("randomization_group", "")
            ),
        )
        words = [*texts.get(name, []), row]
        group.name = _texts(words, "group_name") | group.name
        group.description = _texts(words, "description") | group.description
    return sorted(found.values(), key=lambda group: group.order)


def _items(tree: Element, texts: Mapping[str, list[dict[str, str]]]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for row in rows_in(tree, "questions"):
        name = row.get("qid", "")
        item = found.setdefault(
            name,
            Item(
                id=name,
                group=row.get("gid", ""),
                code=row.get("title", ""),
                type=row.get("type", ""),
                mandatory=row.get("mandatory", "N"),
                has_other=row.get("other") == "Y",
                relevance=row.get("relevance", ""),
                pattern=row.get("preg", ""),
                order=_whole(row.get("question_order", "")),
            ),
        )
        words = [*texts.get(name, []), row]
        item.text = _texts(words, "question") | item.text
        item.help = _texts(words, "help") | item.help
    return found


def _add_parts(tree: Element, items: dict[str, Item], texts: Mapping[str, list[dict[str, str]]]) -> None:
    found: dict[str, tuple[int, str, Part]] = {}
    for row in rows_in(tree, "subquestions"):
        name = row.get("qid", "")
        part = Part(row.get("title", ""), scale=row.get("scale_id") or "0", id=name)
        place = _whole(row.get("question_order", ""))
        _, _, part = found.setdefault(name, (place, row.get("parent_qid", ""), part))
        part.label = _texts([*texts.get(name, []), row], "question") | part.label
    for _, parent, part in sorted(found.values(), key=lambda each: each[0]):
        if parent in items:
            items[parent].parts.append(part)


def _add_answers(tree: Element, items: dict[str, Item], texts: Mapping[str, list[dict[str, str]]]) -> None:
    found: dict[tuple[str, str, str], tuple[int, Part]] = {}
    for row in rows_in(tree, "answers"):
        name = (row.get("qid", ""), row.get("scale_id") or "0", row.get("code", ""))
        _, part = found.setdefault(name, (_whole(row.get("sortorder", "")), Part(name[2], scale=name[1])))
        part.label = _texts([*texts.get(row.get("aid", ""), []), row], "answer") | part.label
    for (parent, _, _), (_, part) in sorted(found.items(), key=lambda each: each[1][0]):
        if parent in items:
            items[parent].answers.append(part)


def _add_defaults(tree: Element, items: dict[str, Item]) -> None:
    texts = _by_id(tree, "defaultvalue_l10ns", "dvid")
    found: dict[tuple[str, str, str], Texts] = {}
    for row in rows_in(tree, "defaultvalues"):
        place = (row.get("qid", ""), row.get("sqid", "0"), row.get("specialtype", ""))
        words = [*(texts.get(row["dvid"], []) if row.get("dvid") else []), row]
        found.setdefault(place, {}).update(_texts(words, "defaultvalue"))
    for (item, part, special), text in found.items():
        if item in items and text:
            items[item].defaults.append(Default("" if part == "0" else part, special, text))


def _words(tree: Element) -> dict[str, Texts]:
    found: dict[str, Texts] = defaultdict(dict)
    for row in rows_in(tree, "surveys_languagesettings"):
        language = language_of(row.get("surveyls_language", "")) or "en"
        for name in ("title", "description", "welcometext", "endtext"):
            if row.get(f"surveyls_{name}"):
                found[name][language] = row[f"surveyls_{name}"]
    return dict(found)
