"""A LimeSurvey questionnaire as one of ours: groups become pages, and what has no equal here is listed."""

import re
from collections import defaultdict
from typing import Any

from cocreate.settings import LANGUAGES
from cocreate.survey.importing.expressions import NotExpressed, Variable, condition_of
from cocreate.survey.importing.limesurvey_file import Group, Item, Survey, parse
from cocreate.survey.importing.limesurvey_kinds import EVERY, FIXED, TYPES, Mapped, unknown
from cocreate.survey.importing.plans import Found, Note, note
from cocreate.survey.importing.texts import has_script, key_of, plain
from cocreate.survey.questionnaire import QuestionDraft, QuestionnaireDraft
from cocreate.survey.rules import LONGEST_TITLE, Paging, QuestionKind

# Attributes that are read, or that only repeat what LimeSurvey does anyway.
USED = frozenset(
    "min_answers max_answers random_order alphasort exclude_all_others slider_rating numbers_only maximum_chars suffix"
    " num_value_int_only min_num_value_n max_num_value_n equals_num_value max_num_value date_min date_max date_format"
    " max_num_of_files max_filesize allowed_filetypes multiflexible_checkbox array_filter array_filter_exclude hidden"
    " statistics_showgraph statistics_graphtype save_as_default question_template time_limit_action"
    " other_position public_statistics".split()
)
DEFAULTS = frozenset({"", "0", "N"})  # the value that an attribute has when nobody set it
# Kinds whose answers name choices or rows, by which later ones can be filtered.
GIVES_KEYS = frozenset(
    {
        QuestionKind.SINGLE_CHOICE,
        QuestionKind.MULTIPLE_CHOICE,
        QuestionKind.RANKING,
        QuestionKind.MATRIX,
        QuestionKind.POINTS,
    }
)
PAGING = {"A": Paging.ALL, "G": Paging.PAGES, "S": Paging.QUESTIONS}
# Kinds with one field, which holds what was typed.
WHOLE = frozenset(
    {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT, QuestionKind.NUMBER, QuestionKind.SCALE, QuestionKind.DATE}
)
_ASSESSMENT = ("assessment_value", "1")
_PIPED = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)(?:\.(?:NAOK|shown|value))?\}")
_COMPUTED = re.compile(r"\{[^{}\n]{1,400}\}")


def read(content: bytes) -> Found:
    """A .lss or .lsq file as a questionnaire of ours."""
    survey = parse(content)
    return _Mapper(survey).found()


class _Mapper:
    """Carries the names along while the questions are mapped one after the other."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.notes: list[Note] = []
        self.taken: set[str] = set()
        self.keys = {item.id: self.name(item.code) for item in survey.items}
        self.mapped = {item.id: TYPES.get(item.type, unknown)(item) for item in survey.items}
        self.variables = self.names_of_variables()

    def name(self, wish: str) -> str:
        """A key that nobody has yet."""
        key = key_of(wish, self.taken, "question")
        self.taken.add(key)
        return key

    def found(self) -> Found:
        """The questionnaire, group by group."""
        questions: list[QuestionDraft] = []
        groups = {group.id for group in self.survey.groups}
        for group in self.survey.groups:
            questions.append(self.page(group))
            for item in self.survey.items:
                if item.group == group.id:
                    questions += self.questions(item)
        for item in self.survey.items:
            if item.group not in groups:
                questions += self.questions(item)
        self.note_the_rest()
        title = {code: plain(text) for code, text in self.survey.words.get("title", {}).items() if plain(text)}
        if not title and questions:
            title = dict(questions[0].title)
        draft = QuestionnaireDraft(
            title=title or {"en": "LimeSurvey"},
            introduction=self.introduction(),
            thanks=self.thanks(),
            languages=tuple(code for code in self.survey.languages if code in LANGUAGES),
            settings=self.settings(),
            questions=tuple(questions),
        )
        return Found(draft, self.survey.counts(), tuple(self.notes))

    def page(self, group: Group) -> QuestionDraft:
        """A group's name, words and condition."""
        key = self.name(f"page_{group.order or len(self.taken)}")
        name = {code: plain(text) for code, text in group.name.items() if plain(text)}
        if group.randomised:
            self.notes.append(note(_some(name) or key, "random_groups"))
        condition, is_active = self.condition(group.relevance, _some(name) or key)
        return QuestionDraft(
            key=key,
            kind=QuestionKind.PAGE,
            title=name or self.everywhere({EVERY: "–"}),
            help={code: self.words(text, key) for code, text in group.description.items() if plain(text)},
            condition=condition,
            is_active=is_active,
        )

    def questions(self, item: Item) -> list[QuestionDraft]:
        """One question of LimeSurvey's, as one of ours or, for two scales, as two."""
        mapped = self.mapped[item.id]
        self.notes += mapped.notes
        title, help_ = self.title_and_help(item)
        condition, is_active = self.condition(item.relevance, item.code)
        if item.pattern.strip() and item.type != "S":
            self.notes.append(note(item.code, "pattern", value=item.pattern.strip()))
        if item.attribute("hidden") == "1" and mapped.is_active:
            self.notes.append(note(item.code, "hidden"))
        first = QuestionDraft(
            key=self.keys[item.id],
            kind=mapped.kind,
            title=title,
            help=help_,
            is_required=item.mandatory in ("Y", "S") and mapped.kind is not QuestionKind.INFORMATION,
            is_soft=item.mandatory == "S" and mapped.kind is not QuestionKind.INFORMATION,
            condition=condition,
            options=self.everywhere({**mapped.options, **self.filter(item, mapped)}) | self.beforehand(item, mapped),
            is_active=is_active and mapped.is_active and item.attribute("hidden") != "1",
        )
        if mapped.second is None:
            return [first]
        names = {name: getattr(first, name) for name in ("kind", "title", "help", "is_required", "is_soft")}
        second = QuestionDraft(
            key=self.name(f"{first.key}_2"),
            condition=condition,
            options=self.everywhere(mapped.second),
            is_active=first.is_active,
            **names,
        )
        return [first, second]

    def title_and_help(self, item: Item) -> tuple[dict[str, str], dict[str, str]]:
        """The first paragraph is the question; what follows it belongs to its help."""
        title: dict[str, str] = {}
        help_: dict[str, str] = {}
        if any(map(has_script, [*item.text.values(), *item.help.values()])):
            self.notes.append(note(item.code, "script"))
        for code in {**item.text, **item.help}:
            first, rest = split_title(self.words(item.text.get(code, ""), item.code))
            more = "\n\n".join(filter(None, (rest, self.words(item.help.get(code, ""), item.code))))
            title |= {code: first} if first else {}
            help_ |= {code: more} if more else {}
        if not title:
            self.notes.append(note(item.code, "no_text"))
        return title or self.everywhere({EVERY: item.code or "–"}), help_

    def everywhere(self, value: Any) -> Any:
        """The same value, its texts that suit every language said in each of the questionnaire's."""
        if isinstance(value, dict):
            if set(value) == {EVERY}:
                return dict.fromkeys(self.survey.languages, value[EVERY])
            return {name: self.everywhere(each) for name, each in value.items()}
        return [self.everywhere(each) for each in value] if isinstance(value, list) else value

    def words(self, text: str, where: str) -> str:
        """Plain words, with earlier answers in their place."""
        found = plain(text)

        def piped(match: re.Match[str]) -> str:
            about = self.variables.get(match[1])
            return "{{" + about.fact + "}}" if about and about.fact and not about.choice else match[0]

        found = _PIPED.sub(piped, found)
        rest = _COMPUTED.findall(re.sub(r"\{\{[a-z0-9_.]+\}\}", "", found))
        for computed in dict.fromkeys(rest):
            self.notes.append(note(where, "computed_text", value=computed))
        return found

    def condition(self, relevance: str, where: str) -> tuple[dict[str, Any], bool]:
        """Our condition, and whether the question is asked at all."""
        if relevance.strip() == "0":
            self.notes.append(note(where, "never_shown"))
            return {}, False
        try:
            return condition_of(relevance, self.variables.get), True
        except NotExpressed as problem:
            self.notes.append(note(where, "condition", value=relevance.strip(), part=problem))
            return {}, True

    def filter(self, item: Item, mapped: Mapped) -> dict[str, Any]:
        """Choices or rows kept by an earlier answer, where our kind filters and the other one is a single question."""
        for name, keep in (("array_filter", "chosen"), ("array_filter_exclude", "others")):
            about = item.attribute(name).strip()
            if not about:
                continue
            has_filter = "choices" in mapped.options or mapped.kind is QuestionKind.MATRIX
            earlier = {each.code: each for each in self.survey.items[: self.survey.items.index(item)]}
            if has_filter and about in earlier and self.mapped[earlier[about].id].kind in GIVES_KEYS:
                return {"filter": {"fact": self.keys[earlier[about].id], "keep": keep}}
            self.notes.append(note(item.code, "filter", value=about))
        return {}

    def beforehand(self, item: Item, mapped: Mapped) -> dict[str, Any]:
        """What stands in the form at first, where it is no computation and the same in every language."""
        found: dict[str, str] = {}
        for default in item.defaults:
            text, texts = _some(default.text), set(default.text.values())
            part = self.part_of_default(item, mapped, default.part, text)
            if part is None or default.special or len(texts) > 1 or "{" in text:
                self.notes.append(note(item.code, "default", value=text))
            else:
                found |= part
        return {"beforehand": found} if found else {}

    def part_of_default(self, item: Item, mapped: Mapped, part: str, text: str) -> dict[str, str] | None:
        """The field of ours for a default of theirs: part -> what it holds; None where there is none."""
        keys = {each.id: each.code for each in item.parts}
        if mapped.kind is QuestionKind.SINGLE_CHOICE and not part:
            key = self.values(item, mapped.options["choices"]).get(text)
            return {"": key} if key else None
        if mapped.kind is QuestionKind.MULTIPLE_CHOICE and part in keys and text == "Y":
            choices = zip(item.parts, mapped.options["choices"], strict=True)
            return {choice["key"]: "1" for each, choice in choices if each.id == part}
        if mapped.kind is QuestionKind.SHORT_TEXTS and item.type in "QK" and part in keys:
            rows = zip(item.parts, mapped.options["rows"], strict=True)
            return {row["key"]: text for each, row in rows if each.id == part}
        return {"": text} if mapped.kind in WHOLE and not part else None

    def names_of_variables(self) -> dict[str, Variable]:
        """Everything that an expression may name: questions, sub-questions, and their old names by number."""
        found: dict[str, Variable] = {}
        number = self.survey.settings.get("sid", "")
        for item in self.survey.items:
            for code, variable in self.variables_of(item).items():
                found[item.code + code] = variable
                old = f"{number}X{item.group}X{item.id}{code.lstrip('_')}"
                found[old] = found[f"INSERTANS:{old}"] = variable
        return found

    def variables_of(self, item: Item) -> dict[str, Variable]:
        """What follows a question's code -> what it stands for."""
        fact, mapped = self.keys[item.id], self.mapped[item.id]
        if item.type == "*":
            return {"": Variable(equation=_some(item.text).strip().removeprefix("{").removesuffix("}"))}
        if mapped.kind is QuestionKind.INFORMATION:
            return {}
        if mapped.kind is QuestionKind.CONSENT:
            return {"": Variable(fact), **{f"_{part.code}": Variable(fact, "given") for part in item.parts}}
        if mapped.kind is QuestionKind.MULTIPLE_CHOICE:
            choices = zip(item.parts, mapped.options["choices"], strict=True)
            found = {f"_{part.code}": Variable(fact, choice["key"]) for part, choice in choices}
            return {"": Variable(fact), **found, **({"_other": Variable(fact, "other")} if item.has_other else {})}
        if mapped.kind is QuestionKind.MATRIX and not mapped.options.get("multiple"):
            columns = self.values(item, mapped.options["columns"])
            rows = zip(item.parts, mapped.options["rows"], strict=True)
            return {f"_{part.code}": Variable(f"{fact}.{row['key']}", values=columns) for part, row in rows}
        if mapped.kind in (QuestionKind.SHORT_TEXTS, QuestionKind.POINTS) and item.type in "QK":
            rows = zip(item.parts, mapped.options.get("rows") or mapped.options.get("choices", []), strict=True)
            return {f"_{part.code}": Variable(f"{fact}.{row['key']}") for part, row in rows}
        if mapped.kind is QuestionKind.SINGLE_CHOICE:
            values = self.values(item, mapped.options["choices"])
            return {"": Variable(fact, values=values | ({"-oth-": "other"} if item.has_other else {}))}
        is_number = mapped.kind in (QuestionKind.NUMBER, QuestionKind.SCALE)
        return {"": Variable(fact, is_number=is_number)}

    def values(self, item: Item, ours: list[dict[str, Any]]) -> dict[str, str]:
        """Their code of an answer -> our key."""
        theirs = (
            [code for code, _ in FIXED[item.type]]
            if item.type in FIXED
            else [answer.code for answer in item.answers if answer.scale == "0"]
        )
        return {code: entry["key"] for code, entry in zip(theirs, ours, strict=True)}

    def introduction(self) -> dict[str, str]:
        """Description and welcome."""
        parts = [self.survey.words.get(name, {}) for name in ("description", "welcometext")]
        codes = dict.fromkeys(code for part in parts for code in part)
        found = {code: "\n\n".join(filter(None, (plain(part.get(code, "")) for part in parts))) for code in codes}
        if any(has_script(text) for part in parts for text in part.values()):
            self.notes.append(note("–", "script"))
        return {code: text for code, text in found.items() if text}

    def thanks(self) -> dict[str, str]:
        """What stands there after sending."""
        texts = self.survey.words.get("endtext", {})
        if any(map(has_script, texts.values())):
            self.notes.append(note("–", "script"))
        return {code: plain(text) for code, text in texts.items() if plain(text)}

    def settings(self) -> dict[str, Any]:
        """The rules that both know."""
        theirs = self.survey.settings
        if not theirs:
            return {}
        return {
            "paging": PAGING.get(theirs.get("format", ""), Paging.PAGES).value,
            "access": "link" if theirs.get("usetokens") == "Y" else "open",
            "is_anonymous": theirs.get("anonymized") != "N",
            "results_rule": "after_close" if theirs.get("publicstatistics") == "Y" else "staff",
            "allows_editing": theirs.get("alloweditaftercompletion") == "Y",
        }

    def note_the_rest(self) -> None:
        """Attributes, sections and languages that nobody read."""
        unread: dict[tuple[str, str], list[str]] = defaultdict(list)
        for item in self.survey.items:
            for name, values in item.attributes.items():
                for value in values.values():
                    if name not in USED and value not in DEFAULTS and (name, value) != _ASSESSMENT:
                        unread[name, value].append(item.code)
        for (name, value), codes in unread.items():
            self.notes.append(note(", ".join(codes), "attribute", name=name, value=value))
        for section, rows in self.survey.unread.items():
            self.notes.append(note("–", "section", name=section, count=rows))
        for code in self.survey.languages:
            if code not in LANGUAGES:
                self.notes.append(note("–", "language", value=code))


def split_title(text: str) -> tuple[str, str]:
    """The question, and what else stands there: cut after a paragraph, a sentence, or a word."""
    first, _, rest = text.partition("\n\n")
    if len(first) > LONGEST_TITLE:
        head = first[:LONGEST_TITLE]
        ends = [match.end() for match in re.finditer(r"[.!?:](?=\s)", head)] or [head.rfind(" ")]
        cut = ends[-1] if ends[-1] > 0 else LONGEST_TITLE
        first, rest = first[:cut].strip(), "\n\n".join(filter(None, (first[cut:].strip(), rest)))
    return first.replace("\n", " ").strip(), rest.strip()


def _some(texts: dict[str, str]) -> str:
    return next(iter(texts.values()), "")
