"""The page on which a questionnaire is filled in: which questions, with which words, and what travels along unseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any

from cocreate.survey import flow, labels, logic_words, piping, sheets
from cocreate.survey.kinds import Ground, Said, kind_of
from cocreate.survey.kinds.base import QuestionLike, Typed
from cocreate.survey.kinds.choices import Choice, all_choices, in_order
from cocreate.survey.logic import Condition, facts_in
from cocreate.survey.models import Consultation
from cocreate.survey.paging import (
    Page,
    Placed,
    may_go_on,
    next_page,
    page_before,
    page_with,
    pages_of,
    placed_on,
)
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import Problem, QuestionKind
from cocreate.web.language import translate

LET_PASS = "let_pass"  # keys of softly required questions that somebody was reminded of
CHANGE_CODE = "change_code"  # of the receipt whose answers are changed
PAGE = "page"  # where in the questionnaire somebody is


@dataclass(frozen=True)
class AskedHere(sheets.Asked):
    """A question on the page, with what the browser needs to show and hide it."""

    only_if: str = ""  # the sentence that stands under it where no script hides it
    condition: Condition = default(default_factory=dict)  # {} unless answers on this page decide about it
    choice_conditions: Mapping[str, Condition] = default(default_factory=dict)
    pipes: Sequence[tuple[str, str]] = ()  # (text with {{key}}, text as shown), where answers of this page stand in it


@dataclass(frozen=True)
class FormPage:
    """One page of the form; `index` counts all pages, `number` those that this person sees."""

    index: int
    asked: Sequence[AskedHere]
    carried: Mapping[str, str]  # fields of other pages
    number: int
    count: int
    has_back: bool
    may_go_on: bool  # the button says "Next"
    facts: Mapping[str, Sequence[str]]  # from other pages, as far as this one asks about them

    @property
    def is_first(self) -> bool:
        """Whether this is where people come in."""
        return not self.has_back

    @property
    def is_end(self) -> bool:
        """Nothing more is asked: there is only the button to send."""
        return not self.asked


@dataclass(frozen=True)
class Filling:
    """A form half filled in: its pages, and what the answers so far make of them."""

    consultation: Consultation
    typed: Typed
    ground: Ground
    pages: Sequence[Page]
    followed: flow.Followed

    @property
    def questions(self) -> list[Any]:
        """Everything that can be asked."""
        return self.consultation.active_questions

    @property
    def here(self) -> int:
        """The page that was sent; a sheet that says none was sent as a whole."""
        told = self.typed.get(PAGE, "")
        if not (told.isascii() and told.isdecimal() and len(told) < 5):
            return len(self.pages)
        return min(int(told), len(self.pages))

    def place_of(self, key: str) -> int:
        """The page of a question that is to be shown; else the one that was sent, the first for a sheet sent whole."""
        found = page_with(self.pages, key)
        if found is not None:
            return found
        first = next_page(self.pages, -1, self.followed.way) or 0
        return self.here if self.typed.get(PAGE) else first

    def problems_on(self, index: int) -> list[Problem]:
        """What is wrong with the answers on one page."""
        return [each for question in self.on_page(index) for each in self.followed.problems(question, self.ground)]

    def forgotten(self, among: Iterable[QuestionLike]) -> list[QuestionLike]:
        """Softly required questions without an answer, of which nobody has been reminded yet."""
        reminded = set(self.typed.get(LET_PASS, "").split())
        return [
            question
            for question in among
            if question.is_soft
            and question.key in self.followed.way.shown
            and not self.followed.answers.get(question.key)
            and question.key not in reminded
        ]

    def on_page(self, index: int) -> Sequence[QuestionLike]:
        """The questions of a page; of none behind the last."""
        return self.pages[index].questions if index < len(self.pages) else ()


def begin(consultation: Consultation, typed: Typed, ground: Ground, *, paging: str = "") -> Filling:
    """Read what was typed so far; `paging` where the pages are to be cut otherwise than respondents see them."""
    questions = consultation.active_questions
    followed = flow.follow(questions, sheets.given_in(questions, typed, ground), ground)
    return Filling(consultation, typed, ground, pages_of(questions, paging or consultation.paging), followed)


def form_page(filling: Filling, index: int, *, language: str, seed: str = "") -> FormPage:
    """One page of it, with everything else that was typed travelling along."""
    way, pages = filling.followed.way, filling.pages
    placed = placed_on(pages[index], filling.followed) if index < len(pages) else []
    here = {each.question.key for each in placed}
    numbers = {question.key: number for number, question in sheets.numbered(filling.consultation)}
    asked = [
        _asked_here(filling, each, numbers[each.question.key], here, language=language, seed=seed) for each in placed
    ]
    visible = [page.index for page in pages if page.is_visible(way)]
    wanted = {name for each in asked for condition in _conditions(each) for name in facts_in(condition)}
    elsewhere = sorted(name for name in wanted if name in way.facts and name.partition(".")[0] not in here)
    return FormPage(
        index=index,
        asked=asked,
        carried=carried(filling, here),
        number=sum(1 for page in visible if page < index) + 1,
        count=max(len(visible), 1),
        has_back=page_before(pages, index, way) is not None,
        may_go_on=may_go_on(pages, index, filling.followed),
        facts={name: way.facts[name] for name in elsewhere},
    )


def said_of(question: QuestionLike, answers: Sequence[Any], ground: Ground) -> str:
    """An answer as it stands within another question: one line."""
    return ", ".join(filter(None, (_line(said) for said in kind_of(question).said(question, answers, ground))))


def _asked_here(
    filling: Filling, placed: Placed, number: int, here: set[str], *, language: str, seed: str
) -> AskedHere:
    question, followed = placed.question, filling.followed
    offers = followed.rules.offers.get(question.key, {})
    live_offers = {key: offer for key, offer in offers.items() if flow.keys_in(offer) & here}
    gone = followed.withheld(question) - set(live_offers)
    choices = [choice for choice in all_choices(question, filling.ground) if choice.key not in gone]
    choices = in_order(question, choices, seed=seed, language=language)
    said = _said_for(filling, question, choices)
    return AskedHere(
        number=number,
        question=_worded(question, said) if said else question,
        kind=kind_of(question),
        choices=tuple(replace(each, label=_filled(each.label, said)) for each in choices) if said else tuple(choices),
        only_if=logic_words.sentence(question.condition, filling.questions, language) if placed.is_live else "",
        condition=followed.rules.conditions[question.key] if placed.is_live else {},
        choice_conditions=live_offers,
        pipes=_pipes(_texts(question, choices), said, here, language),
    )


def carried(filling: Filling, here: set[str]) -> dict[str, str]:
    """The fields of questions that are not on the page, which a form without script would forget."""
    fields = sheets.fields_by_question(filling.typed)
    known = (question.key for question in filling.questions if question.key not in here)
    return {name: text for key in known for name, text in fields.get(key, {}).items() if text}


def _said_for(filling: Filling, question: QuestionLike, choices: Sequence[Choice]) -> dict[str, str]:
    """The answers that stand in the words of a question: key -> one line, "" where there is none."""
    keys = piping.keys_in(text for words in _texts(question, choices) for text in words.values())
    by_key = {each.key: each for each in filling.questions} if keys else {}
    answers = filling.followed.answers
    return {key: said_of(by_key[key], answers.get(key, ()), filling.ground) if key in by_key else "" for key in keys}


def _pipes(
    texts: Sequence[Mapping[str, str]], said: Mapping[str, str], here: set[str], language: str
) -> list[tuple[str, str]]:
    """The texts that change while people type on this page: with {{key}}, and as they are shown now."""
    elsewhere = {key: piping.shortened(text) for key, text in said.items() if key not in here}
    templates = [piping.partly_filled(translate(words, language), elsewhere) for words in texts] if said else []
    return [(template, piping.filled(template, said)) for template in templates if piping.keys_in([template])]


def _texts(question: QuestionLike, choices: Sequence[Choice]) -> list[Mapping[str, str]]:
    """The words of a question in which answers may stand."""
    columns = [column.get("label") or {} for column in question.options.get("columns") or ()]
    return [question.title, question.help, *(choice.label for choice in choices), *columns]


def _worded(question: QuestionLike, said: Mapping[str, str]) -> QuestionDraft:
    """The question with earlier answers in its words."""
    columns = [
        {**column, "label": _filled(column.get("label") or {}, said)}
        for column in question.options.get("columns") or ()
    ]
    return QuestionDraft(
        key=question.key,
        kind=QuestionKind(question.kind),
        title=_filled(question.title, said),
        help=_filled(question.help, said),
        is_required=question.is_required,
        is_soft=question.is_soft,
        condition=question.condition,
        options={**question.options, **({"columns": columns} if columns else {})},
    )


def _filled(words: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    return {code: piping.filled(text, said) for code, text in words.items()}


def _conditions(each: AskedHere) -> list[Condition]:
    return [each.condition, *each.choice_conditions.values()]


def _line(said: Said) -> str:
    parts = [str(labels.word(said.code)) if said.code else "", translate(said.content), said.text]
    return " ".join(filter(None, parts))
