"""Organisers set the criteria and open the weighing; each member of the committee weighs them blind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Membership
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection.commands.criteria import (
    begin_change,
    end_change,
    lock_criteria,
    rows_of,
    set_weights,
    weights_of,
)
from cocreate.selection.grounds import queries, rules
from cocreate.selection.grounds.rules import (
    CRITERIA_MOST,
    CROWD_KEY,
    QUESTIONS_MOST,
    WeighMethod,
    Wishes,
    whole_weights,
)
from cocreate.selection.models import CriteriaSet, Criterion, MemberWeighing, RankingRound, Weighing
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


def open_weighing(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, method: WeighMethod
) -> Weighing:
    """Let the members say what the criteria weigh, before scoring. While one is open, asking again gives that one."""
    lock_criteria(session, criteria_set)
    known = queries.weighing_of(session, criteria_set)
    if known is not None and known.closed_at is None:
        return known
    if criteria_set.scoring_opened_at is not None:
        raise Closed("selection.weighing.scoring_open")
    if len(criteria_set.criteria) < 2:
        raise Invalid("selection.weighing.needs_two")
    made = Weighing(
        criteria_set_id=criteria_set.id,
        number=queries.next_number(session, criteria_set),
        method=method.value,
        keys=[criterion.key for criterion in criteria_set.criteria],
        opened_at=clock.now(),
        outcome="",
        reason={},
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "selection:weighing:open", made.ref, process=process.public_id, method=method.value)
    return made


def give_weights(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    member_id: int,
    wishes: Wishes,
) -> None:
    """Keep what one member says; sending again replaces it."""
    if actor.kind is not ActorKind.SYSTEM and actor.user_id != member_id:
        raise NotAllowed("selection.weighing.not_yours")
    weighing = _open_one(session, criteria_set)
    seated = select(Membership.user_id).where(
        Membership.process_id == process.id,
        Membership.role == Role.COMMITTEE_MEMBER.value,
        Membership.user_id == member_id,
    )
    if session.scalar(seated) is None:
        raise NotAllowed("selection.score.not_on_committee")
    rules.member_weights("", weighing.method, weighing.keys, wishes)  # refuses what cannot be
    mine = MemberWeighing.weighing_id == weighing.id, MemberWeighing.member_id == member_id
    row = session.scalar(select(MemberWeighing).where(*mine))
    if row is None:
        row = MemberWeighing(weighing_id=weighing.id, member_id=member_id)
        session.add(row)
    row.given = {key: [wish.weight, wish.low, wish.high] for key, wish in wishes.items()}
    row.at = clock.now()
    # That they were given, never which: organisers read this trail.
    audit.record(session, actor, "selection:weighing:give", weighing.ref, process=process.public_id)
    session.flush()


def close_weighing(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet) -> Weighing:
    """End it; from now on everybody on the committee sees what the members say together. Closing again is nothing."""
    lock_criteria(session, criteria_set)
    weighing = queries.weighing_of(session, criteria_set)
    if weighing is None:
        raise Conflict("selection.weighing.not_open")
    if weighing.closed_at is None:
        weighing.closed_at = clock.now()
        members = len(queries.who_weighed(session, weighing))
        verb = "selection:weighing:close"
        audit.record(session, actor, verb, weighing.ref, process=process.public_id, members=members)
        session.flush()
    return weighing


def adopt_weights(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, *, version: int) -> None:
    """Take over what the members say together, as whole weights that make 100."""
    found = rules.pooled(
        queries.member_weights(session, criteria_set), [criterion.key for criterion in criteria_set.criteria]
    )
    if found is None:
        raise Conflict("selection.weighing.nothing_together")
    size = criteria_set.shortlist_size
    set_weights(session, actor, process, criteria_set, weights=found, shortlist_size=size, version=version)


def _open_one(session: Session, criteria_set: CriteriaSet) -> Weighing:
    lock_criteria(session, criteria_set)
    weighing = queries.weighing_of(session, criteria_set)
    if weighing is None or weighing.closed_at is not None:
        raise Closed("selection.weighing.not_open")
    return weighing
