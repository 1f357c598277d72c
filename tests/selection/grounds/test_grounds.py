"""Criteria that change and keep their versions, rankings that count, and weights that the members give blind."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.analysis.choice.crowd import crowd_marks
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import commands
from cocreate.selection import queries as selection
from cocreate.selection.grounds import editing, queries
from cocreate.selection.grounds.editing import CriterionWords
from cocreate.selection.grounds.rules import Outcome, WeighMethod, differences
from cocreate.selection.grounds.templates import TEMPLATES
from cocreate.selection.models import CriteriaSet, RankingRound
from tests.factories.camp import make_camp, make_seat
from tests.factories.grounds import make_weighing, wishes
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, acting, make_candidates, make_member, make_round, score_all

OWN = CriterionWords({"en": "Feasible"}, rubric=[{"en": str(mark)} for mark in range(5)])


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def criteria(session: Session, process: Process) -> CriteriaSet:
    return commands.start_criteria(session, ORGANISER, process)


def weights(criteria: CriteriaSet) -> list[int]:
    return [criterion.weight for criterion in criteria.criteria]


def keys(criteria: CriteriaSet) -> list[str]:
    return [criterion.key for criterion in criteria.criteria]


def add(session: Session, process: Process, criteria: CriteriaSet, weight: int, **options: object) -> None:
    chosen = {"weight": weight, "version": criteria.version, **options}
    editing.add_criterion(session, ORGANISER, process, criteria, OWN, **chosen)  # type: ignore[arg-type]


def test_every_criterion_of_a_template_says_what_each_mark_means_in_four_languages() -> None:
    for template in TEMPLATES.values():
        assert sum(spec.weight for spec in template.criteria) == 100
        for spec in template.criteria:
            assert len(spec.rubric) == 5
            for words in (spec.title, spec.description, spec.evidence_expected, *spec.questions, *spec.rubric):
                assert set(words) == {"nl", "fr", "en", "de"}
                assert all(words.values())


def test_a_new_criterion_takes_its_weight_from_the_others_in_proportion(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    add(session, process, criteria, 20)
    assert weights(criteria) == [20, 20, 20, 20, 20]
    assert criteria.criteria[-1].rubric[4] == {"en": "4"}


def test_a_criterion_sent_twice_is_there_once(session: Session, process: Process, criteria: CriteriaSet) -> None:
    old = criteria.version
    for _ in range(2):
        add(session, process, criteria, 20, version=old, form_id="aaaabbbbcccc")
    assert len(criteria.criteria) == 5


def test_the_weight_of_a_criterion_that_goes_is_shared(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    commands.set_weights(
        session,
        ORGANISER,
        process,
        criteria,
        weights=dict(zip(keys(criteria), (40, 30, 20, 10), strict=True)),
        shortlist_size=6,
        version=criteria.version,
    )
    editing.remove_criterion(session, ORGANISER, process, criteria, criteria.criteria[0], version=criteria.version)
    assert weights(criteria) == [50, 33, 17]
    assert [criterion.position for criterion in criteria.criteria] == [1, 2, 3]


def test_the_last_criterion_stays(session: Session, process: Process, criteria: CriteriaSet) -> None:
    with pytest.raises(Invalid, match="last_one"):
        for criterion in list(criteria.criteria):
            editing.remove_criterion(session, ORGANISER, process, criteria, criterion, version=criteria.version)
    assert weights(criteria) == [100]


def test_criteria_move_up_and_down(session: Session, process: Process, criteria: CriteriaSet) -> None:
    first = criteria.criteria[0]
    editing.move_criterion(session, ORGANISER, process, criteria, first, up=False, version=criteria.version)
    assert keys(criteria) == ["market", "link", "business", "research"]
    editing.move_criterion(session, ORGANISER, process, criteria, first, up=True, version=criteria.version)
    editing.move_criterion(session, ORGANISER, process, criteria, first, up=True, version=criteria.version)
    assert keys(criteria) == ["link", "market", "business", "research"]


def test_every_change_is_a_version_and_old_ones_stay_as_they_were(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    words = CriterionWords({"en": "Fits"}, evidence_expected={"en": "A study"})
    editing.describe_criterion(
        session, ORGANISER, process, criteria, criteria.criteria[0], words, version=criteria.version
    )
    add(session, process, criteria, 0)
    latest, middle, first = queries.versions_of(session, criteria)
    assert [latest.number, middle.number, first.number] == [3, 2, 1]
    assert first.said["criteria"][0]["title"]["en"] == "Link with the societal challenges"
    assert [each.what for each in differences(middle.said, latest.said)] == ["added"]
    changed = [each.what for each in differences(first.said, middle.said)]
    assert changed[:3] == ["title", "description", "evidence_expected"]
    assert set(changed[3:]) == {"questions", "rubric"}


def test_saving_the_same_again_makes_no_version(session: Session, process: Process, criteria: CriteriaSet) -> None:
    same = {criterion.key: criterion.weight for criterion in criteria.criteria}
    commands.set_weights(
        session, ORGANISER, process, criteria, weights=same, shortlist_size=6, version=criteria.version
    )
    assert len(queries.versions_of(session, criteria)) == 1


def test_another_template_replaces_the_criteria(session: Session, process: Process, criteria: CriteriaSet) -> None:
    for name in ("projects", "method"):
        specs = TEMPLATES[name].criteria
        editing.use_template(session, ORGANISER, process, criteria, specs, template=name, version=criteria.version)
        assert keys(criteria) == [spec.key for spec in specs]
    session.expire_all()
    assert keys(criteria) == ["link", "market", "business", "research"]


def test_the_proposal_names_the_version_that_members_marked_by(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    add(session, process, criteria, 20)
    make_candidates(session, process, "A", "B")
    commands.open_scoring(session, ORGANISER, process, criteria)
    member = make_member(session, process)
    score_all(session, process, criteria, {member.id: [3, 1]})
    told = commands.close_scoring(session, ORGANISER, process, criteria, seed=1).proposal
    (latest, *_older) = queries.versions_of(session, criteria)
    assert told["criteria_version"] == {"number": 2, "hash": latest.hash}


def test_weights_that_came_another_way_are_not_called_the_members(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    round_ = ranked(session, process, 6)
    make_weighing(session, process, criteria, *[(41, 29, 17, 13)] * 3)
    editing.adopt_weights(session, ORGANISER, process, criteria, version=criteria.version)
    assert queries.settled(session, criteria) is not None
    editing.set_crowd(
        session, ORGANISER, process, criteria, round_=round_, dimension="impact", weight=90, version=criteria.version
    )
    assert queries.settled(session, criteria) is None
    editing.set_crowd(session, ORGANISER, process, criteria, round_=None, version=criteria.version)
    assert weights(criteria) == [40, 30, 20, 10]
    assert queries.settled(session, criteria) is None


def test_the_first_score_freezes_every_ground(session: Session, process: Process, criteria: CriteriaSet) -> None:
    sid = make_candidates(session, process)[0]
    member = make_member(session, process)
    commands.open_scoring(session, ORGANISER, process, criteria)
    commands.give_score(session, acting(member), process, criteria, member.id, sid, criteria.criteria[0], 3)
    with pytest.raises(Closed, match="frozen"):
        add(session, process, criteria, 10)
    with pytest.raises(Closed, match="scoring_open"):
        editing.open_weighing(session, ORGANISER, process, criteria, WeighMethod.DIRECT)


def ranked(session: Session, process: Process, people: int) -> RankingRound:
    """A closed round in which everybody puts the candidates in the order of the long list."""
    make_candidates(session, process, "A", "B", "C")
    camp = make_camp(session, process)
    round_ = make_round(session, process, camp=camp)
    seats = [make_seat(session, camp, f"P{number}", helix="citizen")[0] for number in range(people)]
    order = [[key] for key in round_.shown]
    commands.cast_ballots(session, SYSTEM, process, round_, [(seat, "impact", order) for seat in seats])
    commands.close_round(session, SYSTEM, process, round_)
    return round_


def test_rankings_are_evidence_only_until_decided_otherwise(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    ranked(session, process, 6)
    assert queries.crowd_of(session, criteria) is None
    assert criteria.judged == criteria.criteria


def test_a_ranking_counts_as_a_criterion_that_nobody_marks(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    round_ = ranked(session, process, 6)
    editing.set_crowd(
        session, ORGANISER, process, criteria, round_=round_, dimension="impact", weight=20, version=criteria.version
    )
    assert [criterion.key for criterion in criteria.judged] == ["link", "market", "business", "research"]
    assert sum(weights(criteria)) == 100
    assert criteria.criteria[-1].weight == 20
    crowd = queries.crowd_of(session, criteria)
    assert crowd is not None
    assert crowd.criterion == criteria.criteria[-1].key
    assert list(crowd_marks(crowd, round_.shown)) == [4.0, 2.0, 0.0]
    editing.set_crowd(session, ORGANISER, process, criteria, round_=None, version=criteria.version)
    assert (weights(criteria), queries.crowd_of(session, criteria)) == ([25, 25, 25, 25], None)


def test_the_proposal_counts_the_ranking_beside_the_marks_of_the_members(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    round_ = ranked(session, process, 6)
    editing.set_crowd(
        session, ORGANISER, process, criteria, round_=round_, dimension="impact", weight=20, version=criteria.version
    )
    commands.open_scoring(session, ORGANISER, process, criteria)
    members = [make_member(session, process) for _ in range(3)]
    score_all(session, process, criteria, {member.id: [2, 2, 2] for member in members})
    told = commands.close_scoring(session, ORGANISER, process, criteria, seed=1).proposal
    assert told["order"] == round_.shown
    assert [told["totals"][name]["total"] for name in round_.shown] == pytest.approx([60, 50, 40])
    assert told["cells"][round_.shown[0]]["respondents"]["mean"] == 4.0


def test_too_few_rankings_mark_nothing(session: Session, process: Process, criteria: CriteriaSet) -> None:
    round_ = ranked(session, process, process.minimum_cell - 1)
    editing.set_crowd(
        session, ORGANISER, process, criteria, round_=round_, dimension="impact", weight=10, version=criteria.version
    )
    assert queries.crowd_of(session, criteria) is None


def test_an_open_ranking_says_nothing_yet(session: Session, process: Process, criteria: CriteriaSet) -> None:
    make_candidates(session, process)
    round_ = make_round(session, process)
    editing.set_crowd(
        session, ORGANISER, process, criteria, round_=round_, dimension="impact", weight=10, version=criteria.version
    )
    with pytest.raises(Conflict, match="round_open"):
        queries.crowd_of(session, criteria)


def test_whether_rankings_count_is_decided_before_scoring(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    round_ = ranked(session, process, 6)
    chosen = {"round_": round_, "dimension": "impact", "weight": 10, "version": criteria.version}
    with pytest.raises(Invalid, match="unknown_round"):
        editing.set_crowd(session, ORGANISER, process, criteria, **{**chosen, "dimension": "taste"})
    commands.open_scoring(session, ORGANISER, process, criteria)
    with pytest.raises(Closed, match="scoring_open"):
        editing.set_crowd(session, ORGANISER, process, criteria, **{**chosen, "version": criteria.version})


def test_members_weights_are_known_together_once_closed_and_never_before(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    lines = [(40, 30, 20, 10), (40, 20, 20, 20), (40, 40, 10, 10)]
    make_weighing(session, process, criteria, *lines, give=5, is_closed=False)
    assert queries.member_weights(session, criteria) == []
    editing.close_weighing(session, ORGANISER, process, criteria)
    found = queries.member_weights(session, criteria)
    assert [each.member for each in found] == ["m1", "m2", "m3"]
    assert found[1].shares == pytest.approx((0.4, 0.2, 0.2, 0.2))
    assert found[1].low == pytest.approx((0.35, 0.15, 0.15, 0.15))


def test_weights_follow_the_criteria_when_these_move(session: Session, process: Process, criteria: CriteriaSet) -> None:
    make_weighing(session, process, criteria, *[(70, 10, 10, 10)] * 3)
    editing.move_criterion(
        session, ORGANISER, process, criteria, criteria.criteria[0], up=False, version=criteria.version
    )
    assert queries.member_weights(session, criteria)[0].shares == pytest.approx((0.1, 0.7, 0.1, 0.1))


def test_weights_of_criteria_that_changed_do_not_count(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    make_weighing(session, process, criteria, *[(70, 10, 10, 10)] * 3)
    add(session, process, criteria, 20)
    assert queries.member_weights(session, criteria) == []


def test_two_members_together_would_tell_what_each_said(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    make_weighing(session, process, criteria, (70, 10, 10, 10), (10, 70, 10, 10))
    assert queries.member_weights(session, criteria) == []
    with pytest.raises(Conflict, match="nothing_together"):
        editing.adopt_weights(session, ORGANISER, process, criteria, version=criteria.version)


def test_the_members_weights_are_taken_over_as_whole_ones(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    make_weighing(session, process, criteria, (40, 30, 20, 10), (40, 30, 20, 10), (41, 29, 20, 10))
    editing.adopt_weights(session, ORGANISER, process, criteria, version=criteria.version)
    assert weights(criteria) == [40, 30, 20, 10]
    found = queries.weighing_of(session, criteria)
    assert found is not None
    assert found.outcome == Outcome.POOLED


def test_other_weights_than_the_members_need_a_reason(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    make_weighing(session, process, criteria, *[(40, 30, 20, 10)] * 3)
    chosen = {"weights": dict.fromkeys(keys(criteria), 25), "shortlist_size": 5, "version": criteria.version}
    with pytest.raises(Invalid, match="needs_reason"):
        commands.set_weights(session, ORGANISER, process, criteria, **chosen, reason={"en": " "})
    commands.set_weights(session, ORGANISER, process, criteria, **chosen, reason={"en": "The law says equal"})
    found = queries.weighing_of(session, criteria)
    assert found is not None
    assert (found.outcome, found.reason) == (Outcome.OTHER, {"en": "The law says equal"})


def test_sending_again_replaces_and_opening_again_is_nothing(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    (member,) = make_weighing(session, process, criteria, (70, 10, 10, 10), is_closed=False)
    again = wishes(criteria, 10, 10, 10, 70)
    editing.give_weights(session, acting(member), process, criteria, member.id, again)
    opened = editing.open_weighing(session, ORGANISER, process, criteria, WeighMethod.SWING)
    assert opened.method == WeighMethod.POINTS
    assert queries.own_wishes(session, opened, member.id) == again
    assert queries.who_weighed(session, opened) == {member.id}


def test_only_members_weigh_and_each_for_themselves(session: Session, process: Process, criteria: CriteriaSet) -> None:
    editing.open_weighing(session, ORGANISER, process, criteria, WeighMethod.POINTS)
    member, observer = make_member(session, process), make_member(session, process, role=Role.OBSERVER)
    said = wishes(criteria, 25, 25, 25, 25)
    with pytest.raises(NotAllowed, match="not_yours"):
        editing.give_weights(session, ORGANISER, process, criteria, member.id, said)
    with pytest.raises(NotAllowed, match="not_on_committee"):
        editing.give_weights(session, acting(observer, Role.OBSERVER), process, criteria, observer.id, said)


def test_criteria_do_not_change_while_members_weigh_them(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    editing.open_weighing(session, ORGANISER, process, criteria, WeighMethod.POINTS)
    with pytest.raises(Conflict, match="is_open"):
        add(session, process, criteria, 10)
    make_candidates(session, process)
    with pytest.raises(Conflict, match="is_open"):
        commands.open_scoring(session, ORGANISER, process, criteria)


def test_a_closed_weighing_takes_no_weights(session: Session, process: Process, criteria: CriteriaSet) -> None:
    member = make_weighing(session, process, criteria, (70, 10, 10, 10))[0]
    with pytest.raises(Closed, match="not_open"):
        editing.give_weights(session, acting(member), process, criteria, member.id, wishes(criteria, 25, 25, 25, 25))


def test_the_trail_says_that_a_member_weighed_and_not_what(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    make_weighing(session, process, criteria, (71, 11, 12, 6))
    rows = session.scalars(select(AuditEntry).where(AuditEntry.verb.like("selection:weighing:%"))).all()
    assert [row.verb.rsplit(":", 1)[1] for row in rows] == ["open", "give", "close"]
    assert rows[1].details == {}
    assert rows[2].details == {"members": 1}


def test_criteria_of_an_older_release_get_a_first_version_when_they_are_changed(
    session: Session, process: Process, criteria: CriteriaSet
) -> None:
    for version in queries.versions_of(session, criteria):
        session.delete(version)
    add(session, process, criteria, 20)
    assert [len(version.said["criteria"]) for version in queries.versions_of(session, criteria)] == [5, 4]
    assert selection.criteria_of(session, process) is criteria
