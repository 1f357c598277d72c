"""The page on which a questionnaire is filled in: which questions, with which words, and what travels along unseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any

from cocreate.survey import flow, labels, logic_words, piping, sheets
from cocreate.survey.kinds import Ground, Kind, Said, kind_of
from cocreate.survey.kinds.base import QuestionLike, Typed
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

    ground: Ground = default(default_factory=Ground)
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
        shown = self.followed.way.shown
        return [
            problem
            for question in self.on_page(index)
            if question.key in shown
            for problem in kind_of(question).problems(
                question, self.followed.answers.get(question.key, ()), self.ground
            )
        ]

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
    followed = flow.follow(questions, sheets.given_in(questions, typed, ground))
    return Filling(consultation, typed, ground, pages_of(questions, paging or consultation.paging), followed)


def form_page(filling: Filling, index: int, *, language: str, seed: str = "") -> FormPage:
    """One page of it, with everything else that was typed travelling along."""
    way, pages = filling.followed.way, filling.pages
    placed = placed_on(pages[index], way) if index < len(pages) else []
    here = {each.question.key for each in placed}
    numbered = {each.question.key: each for each in sheets.asked(filling.consultation)}
    asked = [_asked_here(filling, each, numbered[each.question.key], here, language) for each in placed]
    visible = [page.index for page in pages if page.is_visible(way)]
    wanted = {name for each in asked for condition in _conditions(each) for name in facts_in(condition)}
    return FormPage(
        index=index,
        asked=asked,
        carried=_carried(filling, here),
        number=sum(1 for page in visible if page < index) + 1,
        count=max(len(visible), 1),
        has_back=page_before(pages, index, way) is not None,
        may_go_on=may_go_on(pages, index, way),
        facts={name: way.facts[name] for name in sorted(wanted) if name in way.facts and _key(name) not in here},
    )


def said_of(question: QuestionLike, kind: Kind, answers: Sequence[Any], ground: Ground) -> str:
    """An answer as it stands within another question: one line."""
    return ", ".join(filter(None, (_line(said) for said in kind.said(question, answers, ground))))


def _asked_here(filling: Filling, placed: Placed, each: sheets.Asked, here: set[str], language: str) -> AskedHere:
    question, facts = each.question, filling.followed.way.facts_before.get(each.question.key, {})
    offers = flow.choice_conditions(question)
    live_offers = {key: offer for key, offer in offers.items() if {_key(name) for name in facts_in(offer)} & here}
    gone = flow.withheld(question, facts) - set(live_offers)
    worded, pipes = _piped(filling, _without_choices(question, gone), here, language)
    only_if = ""
    if placed.is_live:
        only_if = logic_words.sentence(question.condition, filling.questions, language)
    return AskedHere(
        number=each.number,
        question=worded,
        kind=each.kind,
        ground=filling.ground,
        only_if=only_if,
        condition=flow.condition_of(question) if placed.is_live else {},
        choice_conditions=live_offers,
        pipes=pipes,
    )


def _carried(filling: Filling, here: set[str]) -> dict[str, str]:
    """The fields of questions that are not on the page, which a form without script would forget."""
    fields = sheets.fields_by_question(filling.typed)
    known = (question.key for question in filling.questions if question.key not in here)
    return {name: text for key in known for name, text in fields.get(key, {}).items() if text}


def _piped(
    filling: Filling, question: QuestionLike, here: set[str], language: str
) -> tuple[QuestionLike, list[tuple[str, str]]]:
    """The question with earlier answers in its words, and the words that change while people type on this page."""
    texts = list(_texts(question))
    keys = piping.keys_in(text for words in texts for text in words.values())
    if not keys:
        return question, []
    by_key = {each.question.key: each for each in sheets.asked(filling.consultation)}
    said = {
        key: said_of(by_key[key].question, by_key[key].kind, filling.followed.answers.get(key, ()), filling.ground)
        for key in keys
        if key in by_key
    }
    elsewhere = {key: piping.shortened(text) for key, text in said.items() if key not in here}
    elsewhere |= {key: piping.NOTHING for key in keys if key not in by_key}
    pipes = []
    for words in texts:
        text = piping.partly_filled(translate(words, language), elsewhere)
        if piping.keys_in([text]):
            pipes.append((text, piping.filled(text, said)))
    return _reworded(question, lambda text: piping.filled(text, said)), pipes


def _texts(question: QuestionLike) -> Iterable[Mapping[str, str]]:
    """The words of a question in which answers may stand."""
    yield question.title
    yield question.help
    for part in ("choices", "rows", "columns"):
        for entry in question.options.get(part) or ():
            yield entry.get("label") or {}


def _reworded(question: QuestionLike, change: Any) -> QuestionDraft:
    """A question of the same kind with other words."""

    def words(text: Mapping[str, str]) -> dict[str, str]:
        return {code: change(said) for code, said in text.items()}

    options = dict(question.options)
    for part in ("choices", "rows", "columns"):
        if options.get(part):
            options[part] = [{**entry, "label": words(entry.get("label") or {})} for entry in options[part]]
    return replace(_draft_of(question), title=words(question.title), help=words(question.help), options=options)


def _without_choices(question: QuestionLike, keys: frozenset[str]) -> QuestionLike:
    """A question without the choices that are not offered to this person."""
    if not keys:
        return question
    part = "rows" if question.kind == QuestionKind.MATRIX else "choices"
    kept = [entry for entry in question.options.get(part) or () if entry.get("key") not in keys]
    return replace(_draft_of(question), options={**question.options, part: kept})


def _draft_of(question: QuestionLike) -> QuestionDraft:
    return QuestionDraft(
        key=question.key,
        kind=QuestionKind(question.kind),
        title=question.title,
        help=question.help,
        is_required=question.is_required,
        is_soft=question.is_soft,
        condition=question.condition,
        options=question.options,
    )


def _conditions(each: AskedHere) -> list[Condition]:
    return [each.condition, *each.choice_conditions.values()]


def _key(fact: str) -> str:
    return fact.partition(".")[0]


def _line(said: Said) -> str:
    parts = [str(labels.word(said.code)) if said.code else "", translate(said.content), said.text]
    return " ".join(filter(None, parts))
