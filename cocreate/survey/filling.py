"""The page on which a questionnaire is filled in: its questions and words, its files, and what travels along unseen.

Nothing is answered by what stands there beforehand: people see it, may change it, and it arrives when they send the
form. A consent is always given by oneself, and files come from nowhere but one's own device.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from functools import lru_cache
from typing import Any

from flask import current_app, g, request
from flask_limiter.errors import RateLimitExceeded
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from cocreate.core.db import transaction
from cocreate.survey import flow, labels, logic_words, queries, receipts, sheets
from cocreate.survey.commands.files import take_in
from cocreate.survey.flow import Page, Placed, may_go_on, next_page, page_before, page_with, pages_of, placed_on
from cocreate.survey.kinds import Ground, Said, kind_of
from cocreate.survey.kinds.base import QuestionLike, Typed
from cocreate.survey.kinds.choices import Choice, all_choices, in_order
from cocreate.survey.logic import Condition, facts_in
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import LONGEST_TEXT, Problem, QuestionKind, clean_text
from cocreate.web.access import current_actor
from cocreate.web.errors import page
from cocreate.web.language import current_language, translate
from cocreate.web.messages import say
from cocreate.web.security import limiter

UPLOADS = limiter.shared_limit("60 per minute; 600 per hour", scope="survey:uploads")


def from_page(
    consultation: Consultation, typed: dict[str, str], *, is_trial: bool = False, is_helped: bool = False
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What was typed, with the ids of the files that came along, which are stored by then; and what was refused.

    Call it first, whatever the form was sent for: a file is there once, and a page shown again has lost it otherwise.
    Test mode takes the files of a draft too, and a helper's page those of answers that come later.
    """
    is_taking = consultation.is_taking_from_helpers if is_helped else consultation.is_taking_answers
    asks_for_files = any(question.kind == QuestionKind.FILES for question in consultation.active_questions)
    if not asks_for_files or not (is_trial or is_taking):
        return typed, ()
    files = {name: sent for name, sent in request.files.to_dict(flat=False).items() if any(s.filename for s in sent)}
    if not files and not any("-drop-" in name for name in typed):
        return typed, ()
    found: list[Problem] = []
    token = receipts.read_form_token(consultation, typed.get("form_token", ""))
    if token is None:  # the files go with a new form, which has to be sent once more
        typed = {**typed, "form_token": receipts.issue_form_token(consultation)}
        token = receipts.read_form_token(consultation, typed["form_token"])
        found.append(Problem("", "", "survey.sheet.form_unknown"))
    assert token is not None  # just issued
    try:
        with UPLOADS:
            pass
    except RateLimitExceeded:
        return typed, (*found, Problem("", "", "survey.sheet.too_often"))
    with transaction() as session:
        if queries.submission_by_form(session, consultation, token.secret) is not None:
            return typed, ()  # sent already: it counts as it was then
        typed, refused = take_in(session, current_actor(), consultation, files, typed, token.secret)
    return typed, (*found, *refused)


def too_large(error: RequestEntityTooLarge) -> Any:
    """More than the server reads at all: nothing of it arrived, but the browser still has the words."""
    limit = current_app.extensions["cocreate_settings"].max_upload_mb
    return page(413, say("survey.sheet.too_large", limit=limit), code="413")


BY_ONESELF = frozenset({QuestionKind.CONSENT, QuestionKind.FILES})
MOST_BEFOREHAND = 100  # fields of a link


def filled_in(questions: Sequence[QuestionLike], link: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that is opened for the first time; `link` is what stands behind its question mark.

    >>> from cocreate.survey.questionnaire import QuestionDraft
    >>> town = QuestionDraft("town", QuestionKind.SHORT_TEXT, {}, options={"beforehand": {"": "Brussels"}})
    >>> filled_in([town], {}), filled_in([town], {"q-town": "Ghent", "page": "3"})
    ({'q-town': 'Brussels'}, {'q-town': 'Ghent'})
    """
    found: dict[str, str] = {}
    told = [(name, text) for name, text in link.items() if name.startswith("q-")][:MOST_BEFOREHAND]
    for question in questions:
        kind = kind_of(question)
        if not kind.asks or kind.name in BY_ONESELF:
            continue
        chosen: Mapping[str, Any] = question.options.get("beforehand") or {}
        own = {name: text for name, text in told if kind.owns(question, name)}
        found |= own or {kind.field(question, *filter(None, [part])): str(text) for part, text in chosen.items()}
    return {name: clean_text(text)[:LONGEST_TEXT] for name, text in found.items()}


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
    keys = logic_words.keys_in(text for words in _texts(question, choices) for text in words.values())
    by_key = {each.key: each for each in filling.questions} if keys else {}
    answers = filling.followed.answers
    return {key: said_of(by_key[key], answers.get(key, ()), filling.ground) if key in by_key else "" for key in keys}


def _pipes(
    texts: Sequence[Mapping[str, str]], said: Mapping[str, str], here: set[str], language: str
) -> list[tuple[str, str]]:
    """The texts that change while people type on this page: with {{key}}, and as they are shown now."""
    elsewhere = {key: logic_words.shortened(text) for key, text in said.items() if key not in here}
    templates = [logic_words.partly_filled(translate(words, language), elsewhere) for words in texts] if said else []
    return [(template, logic_words.filled(template, said)) for template in templates if logic_words.keys_in([template])]


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
    return {code: logic_words.filled(text, said) for code, text in words.items()}


def _conditions(each: AskedHere) -> list[Condition]:
    return [each.condition, *each.choice_conditions.values()]


def _line(said: Said) -> str:
    parts = [str(labels.word(said.code)) if said.code else "", translate(said.content), said.text]
    return " ".join(filter(None, parts))


MOST_PIECES = 2000  # pieces that one process keeps, a few kilobytes each

# Kinds whose piece of page depends on nothing but the question, its choices and the language.
SELF_CONTAINED = frozenset(
    {
        QuestionKind.HELIX,
        QuestionKind.SINGLE_CHOICE,
        QuestionKind.MULTIPLE_CHOICE,
        QuestionKind.SCALE,
        QuestionKind.SHORT_TEXT,
        QuestionKind.LONG_TEXT,
        QuestionKind.NUMBER,
        QuestionKind.DATE,
        QuestionKind.CONSENT,
    }
)


@lru_cache(maxsize=MOST_PIECES)
def _shelf(key: tuple[Any, ...]) -> dict[str, Markup]:
    """The place of one piece, empty at first; the least used places are given up."""
    return {}


def shelf_of(each: AskedHere, typed: Typed, errors: Mapping[str, Sequence[str]]) -> dict[str, Markup]:
    """Where the template finds the piece, or puts it: `{"piece": …}`. A touched question has a place of its own.

    A question's version is counted by the database, so a change in any process is another piece.
    """
    question = each.question
    version = getattr(question, "version", None)  # none: words of earlier answers stand in it
    if version is None or question.kind not in SELF_CONTAINED or question.options.get("random"):
        return {}
    if any(each.kind.owns(question, field) for field in (*typed, *errors)):
        return {}
    name = getattr(question, "public_id", "")
    choices = tuple(choice.key for choice in each.choices)
    return _shelf((name, version, each.number, choices, current_language(), g.get("content_language")))
