"""The pages of a questionnaire: where one ends, which ones somebody sees, and what may still come."""

from collections.abc import Sequence
from dataclasses import dataclass

from cocreate.survey.flow import Followed, Rules
from cocreate.survey.kinds import kind_of
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.logic import Way, holds
from cocreate.survey.rules import Paging, QuestionKind


@dataclass(frozen=True)
class Page:
    """The questions between two breaks, the break before them included."""

    index: int
    questions: tuple[QuestionLike, ...]

    def is_visible(self, way: Way) -> bool:
        """Whether anything is asked or shown on it beside its own title."""
        return any(question.key in way.shown for question in self.questions if question.kind != QuestionKind.PAGE)

    def depends_on(self, keys: set[str], rules: Rules) -> bool:
        """Whether the answers to these questions can show or hide something of it."""
        return any(rules.uses(question.key) & keys for question in self.questions)


def pages_of(questions: Sequence[QuestionLike], paging: str) -> list[Page]:
    """Cut as the organisers chose: at the page breaks, at every question, or nowhere. There is always one page."""
    cuts: list[list[QuestionLike]] = [[]]
    for question in questions:
        if cuts[-1] and _begins_a_page(question, cuts[-1][-1], paging):
            cuts.append([])
        cuts[-1].append(question)
    return [Page(index, tuple(cut)) for index, cut in enumerate(cuts)]


def _begins_a_page(question: QuestionLike, before: QuestionLike, paging: str) -> bool:
    """One at a time, a page break and what there is to read stand with the question that follows them."""
    if paging == Paging.QUESTIONS:
        return kind_of(before).asks
    return paging == Paging.PAGES and question.kind == QuestionKind.PAGE


def next_page(pages: Sequence[Page], here: int, way: Way) -> int | None:
    """The page after this one on which there is something; None at the end."""
    return next((page.index for page in pages[here + 1 :] if page.is_visible(way)), None)


def page_before(pages: Sequence[Page], here: int, way: Way) -> int | None:
    """The page before this one on which there is something; None at the start."""
    return next((page.index for page in reversed(pages[:here]) if page.is_visible(way)), None)


def may_go_on(pages: Sequence[Page], here: int, followed: Followed) -> bool:
    """Whether a page may come after this one, whatever is answered here."""
    keys = {question.key for page in pages[here:] for question in page.questions}
    return any(page.is_visible(followed.way) or page.depends_on(keys, followed.rules) for page in pages[here + 1 :])


def page_with(pages: Sequence[Page], key: str) -> int | None:
    """The page of a question."""
    return next((page.index for page in pages if any(question.key == key for question in page.questions)), None)


@dataclass(frozen=True)
class Placed:
    """A question on a page; a live one is shown or hidden by other answers on the same page."""

    question: QuestionLike
    is_live: bool


def placed_on(page: Page, followed: Followed) -> list[Placed]:
    """What a page holds: the questions that are asked, and those that its own answers decide about."""
    found: list[Placed] = []
    here: set[str] = set()
    is_part_shown = True
    for question in page.questions:
        is_live = bool(followed.rules.uses(question.key) & here)
        facts = followed.way.facts_before.get(question.key, {})
        is_shown = is_live or holds(followed.rules.conditions[question.key], facts)
        if question.kind == QuestionKind.PAGE:
            is_part_shown = is_shown
        if is_shown and is_part_shown:
            found.append(Placed(question, is_live))
            here.add(question.key)
    return found
