"""The organisers set the criteria: from a template, one by one, in their order, and whether rankings count."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from cocreate.core.db import Translated
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Invalid
from cocreate.process.models import Process
from cocreate.selection.commands.criteria import begin_change, end_change, lock_criteria, rows_of, weights_of
from cocreate.selection.grounds.rules import CRITERIA_MOST, CROWD_KEY, QUESTIONS_MOST, whole_weights
from cocreate.selection.models import CriteriaSet, Criterion, RankingRound
from cocreate.selection.rules import ALL_WEIGHTS, DIMENSION_TITLES, CriterionSpec, RoundState

CROWD_TITLE = {
    "nl": "Rangschikking door de deelnemers: {}",
    "fr": "Classement par les participants : {}",
    "en": "Participants’ ranking: {}",
    "de": "Rangfolge der Teilnehmenden: {}",
}
CROWD_DESCRIPTION = {
    "nl": "Niet door leden beoordeeld: het deel van de vergelijkingen dat een kandidaat bij deelnemers wint, 0 tot 4.",
    "fr": "Non noté par les membres : la part des comparaisons qu’un candidat gagne chez les participants, de 0 à 4.",
    "en": "Not marked by members: the share of comparisons that a candidate wins among the participants, from 0 to 4.",
    "de": "Nicht von Mitgliedern bewertet: der Anteil gewonnener Vergleiche bei den Teilnehmenden, von 0 bis 4.",
}


@dataclass(frozen=True)
class CriterionWords:
    """All that a criterion says."""

    title: Translated
    description: Translated = field(default_factory=dict)
    questions: Sequence[Translated] = ()
    rubric: Sequence[Translated] = ()  # what each mark from 0 to 4 means
    evidence_expected: Translated = field(default_factory=dict)

    def write(self, criterion: Criterion) -> None:
        """Put the words into a criterion; a rubric without a word is none."""
        if not any(text.strip() for text in self.title.values()):
            raise Invalid("selection.criteria.needs_title")
        if len(self.questions) > QUESTIONS_MOST:
            raise Invalid("selection.criteria.too_many_questions", limit=QUESTIONS_MOST)
        criterion.title, criterion.description = self.title, self.description
        criterion.questions = list(self.questions)
        criterion.rubric = list(self.rubric) if any(self.rubric) else []
        criterion.evidence_expected = self.evidence_expected


def use_template(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    specs: Sequence[CriterionSpec],
    *,
    template: str,
    version: int,
) -> None:
    """Put the criteria of a template in the place of those there are; rankings are evidence only again."""
    begin_change(session, criteria_set, version)
    for criterion in list(criteria_set.criteria):
        criteria_set.criteria.remove(criterion)
        session.delete(criterion)
    session.flush()
    criteria_set.criteria.extend(rows_of(specs))
    criteria_set.crowd = {}
    end_change(session, actor, process, criteria_set, "selection:criteria:template", template=template)


def add_criterion(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    words: CriterionWords,
    *,
    weight: int,
    version: int,
    form_id: str | None = None,
) -> Criterion:
    """One more criterion, the last; the weight it gets is taken from the others in proportion."""
    lock_criteria(session, criteria_set)
    known = next((each for each in criteria_set.criteria if each.public_id == form_id), None)
    if known is not None:
        return known  # sent twice
    begin_change(session, criteria_set, version)
    made = Criterion(public_id=form_id or public_id(), key=public_id())
    words.write(made)
    _add(criteria_set, made, weight)
    end_change(session, actor, process, criteria_set, "selection:criteria:add", criterion=made.public_id)
    return made


def describe_criterion(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    criterion: Criterion,
    words: CriterionWords,
    *,
    version: int,
) -> None:
    """Change a criterion's words."""
    begin_change(session, criteria_set, version)
    words.write(criterion)
    end_change(session, actor, process, criteria_set, "selection:criteria:describe", criterion=criterion.public_id)


def remove_criterion(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, criterion: Criterion, *, version: int
) -> None:
    """Take a criterion out; the others share its weight in proportion."""
    begin_change(session, criteria_set, version)
    if criteria_set.judged == [criterion]:
        raise Invalid("selection.criteria.last_one")
    if criterion not in criteria_set.judged:
        criteria_set.crowd = {}
    _remove(session, criteria_set, criterion)
    end_change(session, actor, process, criteria_set, "selection:criteria:remove", criterion=criterion.public_id)


def move_criterion(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    criterion: Criterion,
    *,
    up: bool,
    version: int,
) -> None:
    """Up or down by one place."""
    begin_change(session, criteria_set, version)
    order = sorted(criteria_set.criteria, key=lambda each: each.position)
    here = order.index(criterion)
    there = min(max(here + (-1 if up else 1), 0), len(order) - 1)
    order.insert(there, order.pop(here))
    _number(criteria_set, order)
    end_change(session, actor, process, criteria_set, "selection:criteria:move", criterion=criterion.public_id)


def set_crowd(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    *,
    round_: RankingRound | None,
    dimension: str = "",
    weight: int = 0,
    version: int,
) -> None:
    """Let a round's rankings on one dimension count as a criterion, or (no round) as evidence only; before scoring."""
    begin_change(session, criteria_set, version)
    if criteria_set.scoring_opened_at is not None:
        raise Closed("selection.crowd.scoring_open")
    for criterion in [each for each in criteria_set.criteria if each not in criteria_set.judged]:
        _remove(session, criteria_set, criterion)
    criteria_set.crowd = {}
    if round_ is not None:
        if round_.process_id != process.id or round_.state == RoundState.DRAFT or dimension not in round_.dimensions:
            raise Invalid("selection.crowd.unknown_round")
        criteria_set.crowd = {"criterion": CROWD_KEY, "round": round_.public_id, "dimension": dimension}
        title = {code: CROWD_TITLE[code].format(words) for code, words in DIMENSION_TITLES[dimension].items()}
        made = Criterion(key=CROWD_KEY, title=title, description=CROWD_DESCRIPTION)
        _add(criteria_set, made, weight)
    end_change(session, actor, process, criteria_set, "selection:criteria:crowd", crowd=criteria_set.crowd)


def _add(criteria_set: CriteriaSet, made: Criterion, weight: int) -> None:
    if not 0 <= weight <= ALL_WEIGHTS:
        raise Invalid("selection.criteria.weight", limit=ALL_WEIGHTS)
    if len(criteria_set.criteria) >= CRITERIA_MOST:
        raise Invalid("selection.criteria.too_many", limit=CRITERIA_MOST)
    _share(criteria_set, ALL_WEIGHTS - weight)
    made.weight, made.position = weight, len(criteria_set.criteria) + 1
    criteria_set.criteria.append(made)


def _remove(session: Session, criteria_set: CriteriaSet, criterion: Criterion) -> None:
    criteria_set.criteria.remove(criterion)
    session.delete(criterion)
    session.flush()
    _share(criteria_set, ALL_WEIGHTS)
    _number(criteria_set, criteria_set.criteria)


def _share(criteria_set: CriteriaSet, total: int) -> None:
    """Give the criteria there are `total` together, in the proportions they have."""
    whole = whole_weights(dict(weights_of(criteria_set)), total)
    for criterion in criteria_set.criteria:
        criterion.weight = whole[criterion.key]


def _number(criteria_set: CriteriaSet, order: Sequence[Criterion]) -> None:
    for position, criterion in enumerate(order, start=1):
        criterion.position = position
    criteria_set.criteria.sort(key=lambda each: each.position)
