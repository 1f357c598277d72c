"""The grounds as organisers and members meet them: forms that lose nothing, and who sees what when."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.grounds import editing
from cocreate.selection.grounds import queries as grounds
from cocreate.selection.grounds.rules import WeighMethod
from cocreate.selection.models import CriteriaSet, CriteriaVersion, MemberWeighing, Weighing
from tests.factories.accounts import make_member, sign_in
from tests.factories.grounds import make_weighing
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, make_candidates, make_round

SIGNS = "👩🏽‍🔬 والعدالة <script>alert(1)</script>"


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def criteria(session: Session, process: Process) -> CriteriaSet:
    return commands.start_criteria(session, ORGANISER, process)


@pytest.fixture
def base(process: Process) -> str:
    return f"/en/p/{process.public_id}"


@pytest.fixture
def page(base: str) -> str:
    return f"{base}/manage/criteria"


@pytest.fixture
def organiser(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return browser_of(session, client, process, Role.ORGANISER)


def browser_of(session: Session, client: FlaskClient, process: Process, role: Role) -> FlaskClient:
    """A browser in which somebody with this role is signed in."""
    return sign_in(client.application.test_client(), make_member(session, process, role))


def version_in(text: str) -> str:
    """The version of the criteria that a page carries."""
    found = re.search(r'name="version"[^>]* value="(\d+)"', text)
    assert found is not None
    return found[1]


def count(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_process_can_begin_with_another_template(
    session: Session, organiser: FlaskClient, process: Process, page: str
) -> None:
    assert "ordinances of 27 July 2017" in organiser.get(page).text
    assert organiser.submit(page, {"template": "projects"}, to=f"{page}/start").status_code == 303
    found = queries.criteria_of(session, process)
    assert found is not None
    assert [criterion.key for criterion in found.criteria] == ["social", "ecosystem", "environment"]
    shown = organiser.get(page).text
    assert "Carried out in the region, without partners." in shown
    assert "Agreements with partners; patents, training, publications." in shown


def test_a_template_takes_the_place_of_the_criteria_once(
    session: Session, organiser: FlaskClient, criteria: CriteriaSet, page: str
) -> None:
    typed = {"template": "projects", "version": version_in(organiser.get(page).text)}
    assert organiser.submit(page, typed, to=f"{page}/template").status_code == 303
    assert organiser.submit(page, typed, to=f"{page}/template").status_code == 409
    assert organiser.submit(page, {"template": "none"}, to=f"{page}/template").status_code == 422
    assert count(session, CriteriaVersion) == 2


def test_a_new_criterion_comes_back_as_typed_until_it_is_right(
    session: Session, organiser: FlaskClient, criteria: CriteriaSet, page: str
) -> None:
    address = f"{page}/new"
    typed = {
        "title-fr": SIGNS,
        "weight": "200",
        "questions-fr": "Une ?\nDeux ?",
        "mark_0-fr": "Rien",
        "mark_4-fr": "Tout",
        "evidence_expected-fr": "Une étude",
        "version": version_in(organiser.get(address).text),
        "form_id": "aaaabbbbcccc",
    }
    refused = organiser.submit(address, typed)
    assert refused.status_code == 422
    assert "from 0 to 100" in refused.text
    assert "👩🏽‍🔬 والعدالة &lt;script&gt;" in refused.text
    assert 'value="Rien"' in refused.text
    for _ in range(2):
        assert organiser.submit(address, {**typed, "weight": "20"}).status_code == 303
    session.refresh(criteria, ["criteria"])
    made = criteria.criteria[-1]
    assert (len(criteria.criteria), made.weight) == (5, 20)
    assert made.questions == [{"fr": "Une ?"}, {"fr": "Deux ?"}]
    assert made.rubric == [{"fr": "Rien"}, {}, {}, {}, {"fr": "Tout"}]
    assert made.evidence_expected == {"fr": "Une étude"}
    assert "<script>alert" not in organiser.get(page).text


def test_a_criterion_changed_on_an_old_page_is_shown_again_with_what_was_typed(
    session: Session, organiser: FlaskClient, criteria: CriteriaSet, page: str
) -> None:
    address = f"{page}/{criteria.criteria[0].public_id}"
    old = version_in(organiser.get(address).text)
    assert organiser.submit(address, {"title-en": "Theirs", "version": old}).status_code == 303
    stale = organiser.submit(address, {"title-en": "Mine", "version": old})
    assert stale.status_code == 409
    assert 'value="Mine"' in stale.text
    again = {"title-en": "Mine", "version": version_in(stale.text)}
    assert organiser.submit(address, again).status_code == 303
    session.refresh(criteria.criteria[0])
    assert criteria.criteria[0].title["en"] == "Mine"


def test_criteria_are_moved_and_removed_once_however_often_the_button_is_pressed(
    session: Session, organiser: FlaskClient, criteria: CriteriaSet, page: str
) -> None:
    first = criteria.criteria[0].public_id
    old = {"version": version_in(organiser.get(page).text)}
    assert organiser.submit(page, old, to=f"{page}/{first}/move").status_code == 303
    assert organiser.submit(page, old, to=f"{page}/{first}/move").status_code == 409
    session.refresh(criteria, ["criteria"])
    assert [criterion.key for criterion in criteria.criteria] == ["market", "link", "business", "research"]
    now = {"version": version_in(organiser.get(page).text)}
    assert organiser.submit(page, now, to=f"{page}/{first}/remove").status_code == 303
    assert organiser.submit(page, now, to=f"{page}/{first}/remove").status_code == 404
    session.refresh(criteria, ["criteria"])
    assert [criterion.weight for criterion in criteria.criteria] == [34, 33, 33]


def test_versions_can_be_looked_at_and_compared(
    session: Session, organiser: FlaskClient, criteria: CriteriaSet, page: str
) -> None:
    address = f"{page}/{criteria.criteria[0].public_id}"
    for words in ("Second wording", "Third wording"):
        typed = {"description-en": words, "version": version_in(organiser.get(address).text)}
        assert organiser.submit(address, typed).status_code == 303
    latest, _middle, first = grounds.versions_of(session, criteria)
    assert organiser.get(f"{page}/versions").text.count("<h2") >= 3
    beside_the_last = organiser.get(f"{page}/versions/{latest.public_id}").text
    assert "Second wording" in beside_the_last
    assert "How directly the domain helps" not in beside_the_last
    beside_the_first = organiser.get(f"{page}/versions/{latest.public_id}?with={first.public_id}").text
    assert "How directly the domain helps" in beside_the_first
    assert "Second wording" not in beside_the_first
    assert organiser.get(f"{page}/versions/nothing").status_code == 404


def test_rankings_become_a_criterion_and_evidence_again(
    session: Session, organiser: FlaskClient, process: Process, criteria: CriteriaSet, page: str
) -> None:
    make_candidates(session, process)
    round_ = make_round(session, process)
    text = organiser.get(page).text
    typed = {"counts": f"{round_.public_id}:impact", "weight": "20", "version": version_in(text)}
    assert organiser.submit(page, {**typed, "counts": "nothing:impact"}, to=f"{page}/crowd").status_code == 422
    assert organiser.submit(page, typed, to=f"{page}/crowd").status_code == 303
    session.refresh(criteria)
    assert criteria.crowd["dimension"] == "impact"
    shown = organiser.get(page).text
    assert "marked by the participants’ ranking" in shown
    assert "That ranking is still open" in shown
    back = {"counts": "evidence", "weight": "", "version": version_in(shown)}
    assert organiser.submit(page, back, to=f"{page}/crowd").status_code == 303
    session.refresh(criteria)
    assert criteria.crowd == {}


def wishes(criteria: CriteriaSet, *weights: str) -> dict[str, str]:
    return {f"weight-{each.key}": weight for each, weight in zip(criteria.criteria, weights, strict=True)}


def test_a_member_weighs_and_what_is_wrong_comes_back_as_typed(
    session: Session, client: FlaskClient, organiser: FlaskClient, process: Process, criteria: CriteriaSet, base: str
) -> None:
    asked = f"{base}/manage/criteria/weighing"
    for _ in range(2):
        assert organiser.submit(asked, {"method": "points"}, to=f"{asked}/open").status_code == 303
    assert count(session, Weighing) == 1
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    address = f"{base}/selection/weights"
    typed = {**wishes(criteria, "40", "30", "20", "20"), "low-link": "35", "high-link": "45"}
    refused = member.submit(address, typed)
    assert refused.status_code == 422
    assert "now they add up to 110" in refused.text
    assert 'value="35"' in refused.text
    narrow = member.submit(address, {**typed, "weight-research": "10", "low-link": "41"})
    assert narrow.status_code == 422
    assert "between its lowest and its highest" in narrow.text
    assert member.submit(address, {**typed, "weight-research": "x"}).status_code == 422
    for _ in range(2):
        assert member.submit(address, {**typed, "weight-research": "10"}).status_code == 303
    assert count(session, MemberWeighing) == 1
    assert 'value="45"' in member.get(address).text
    assert "given" in organiser.get(asked).text


@pytest.mark.parametrize("method", list(WeighMethod))
def test_every_way_of_weighing_says_what_to_do(
    session: Session, client: FlaskClient, process: Process, criteria: CriteriaSet, base: str, method: WeighMethod
) -> None:
    editing.open_weighing(session, ORGANISER, process, criteria, method)
    text = browser_of(session, client, process, Role.COMMITTEE_MEMBER).get(f"{base}/selection/weights").text
    said = {"direct": "Only proportions count", "points": "Spread 100 points", "swing": "at the worst mark"}
    assert [name for name, words in said.items() if words in text] == [method.value]
    assert ("None of the challenges is served." in text) == (method is WeighMethod.SWING)


def test_nobody_sees_a_member_s_weights_and_all_see_them_together_after_the_closing(
    session: Session, client: FlaskClient, organiser: FlaskClient, process: Process, criteria: CriteriaSet, base: str
) -> None:
    lines = [(61, 13, 13, 13), (37, 21, 21, 21), (58, 14, 14, 14)]
    members = make_weighing(session, process, criteria, *lines, is_closed=False)
    asked, own = f"{base}/manage/criteria/weighing", f"{base}/selection/weights"
    open_page = organiser.get(asked).text
    assert open_page.count(">given<") == 3
    assert not re.search(r"\b(61|37|58)\b", re.sub(r"<[^>]*>|(?:Person|Member) \d+", " ", open_page))
    one = sign_in(client.application.test_client(), members[0])
    assert 'value="61"' in one.get(own).text
    assert 'value="37"' not in one.get(own).text
    assert organiser.submit(asked, to=f"{asked}/close").status_code == 303
    closed = organiser.get(asked).text
    assert "52%" in closed or "52 %" in closed
    assert "No weights lie within what every member could live with." in closed
    assert "only you see this" in one.get(own).text
    assert organiser.get(own).status_code == 403


def test_the_weights_of_the_members_are_taken_over_or_others_are_set_with_a_reason(
    session: Session, organiser: FlaskClient, process: Process, criteria: CriteriaSet, page: str
) -> None:
    make_weighing(session, process, criteria, *[(40, 30, 20, 10)] * 3)
    asked = f"{page}/weighing"
    version = version_in(organiser.get(asked).text)
    assert organiser.submit(asked, {"version": version}, to=f"{asked}/adopt").status_code == 303
    assert organiser.submit(asked, {"version": version}, to=f"{asked}/adopt").status_code == 409
    session.refresh(criteria, ["criteria"])
    assert [criterion.weight for criterion in criteria.criteria] == [40, 30, 20, 10]
    assert "taken over as they were" in organiser.get(page).text
    typed = {**wishes(criteria, "25", "25", "25", "25"), "shortlist_size": "6"}
    typed["version"] = version_in(organiser.get(page).text)
    silent = organiser.submit(page, typed, to=f"{page}/weights")
    assert silent.status_code == 422
    assert "please write why" in silent.text
    spoken = {**typed, "reason-nl": "De wet wil het zo", "version": version_in(silent.text)}
    assert organiser.submit(page, spoken, to=f"{page}/weights").status_code == 303
    assert "De wet wil het zo" in organiser.get(page).text


def test_with_two_members_nothing_is_shown(
    session: Session, organiser: FlaskClient, process: Process, criteria: CriteriaSet, page: str
) -> None:
    make_weighing(session, process, criteria, (61, 13, 13, 13), (37, 21, 21, 21))
    text = organiser.get(f"{page}/weighing").text
    assert "Fewer than 3 members" in text
    assert not re.search(r"\b49\b", re.sub(r"<[^>]*>|(?:Person|Member) \d+|\d+:\d+", " ", text))


def test_observers_look_on_and_change_nothing(
    session: Session, client: FlaskClient, process: Process, criteria: CriteriaSet, page: str
) -> None:
    observer = browser_of(session, client, process, Role.OBSERVER)
    text = observer.get(page).text
    assert "What each mark" not in text
    assert 'method="post"' not in text[text.index("<main") : text.index("</main")]
    assert observer.get(f"{page}/weighing").status_code == 200
    assert observer.get(f"{page}/versions").status_code == 200
    assert observer.get(f"{page}/new").status_code == 403


def test_everybody_reads_what_the_marks_mean_and_where_the_weights_come_from(
    session: Session, client: FlaskClient, process: Process, criteria: CriteriaSet, base: str
) -> None:
    make_weighing(session, process, criteria, *[(40, 30, 20, 10)] * 3)
    before = client.get(f"{base}/selection/").text
    assert "A fast-growing demand" in before
    assert "members gave together" not in before
    equal = {criterion.key: 25 for criterion in criteria.criteria}
    options = {"weights": equal, "shortlist_size": 5, "version": criteria.version}
    commands.set_weights(session, ORGANISER, process, criteria, **options, reason={"en": "The law says equal"})
    assert "The law says equal" in client.get(f"{base}/selection/").text


def test_a_range_that_is_left_open_stays_open(
    session: Session, client: FlaskClient, process: Process, criteria: CriteriaSet, base: str
) -> None:
    editing.open_weighing(session, ORGANISER, process, criteria, WeighMethod.DIRECT)
    member = browser_of(session, client, process, Role.COMMITTEE_MEMBER)
    address = f"{base}/selection/weights"
    typed = {**wishes(criteria, "4", "3", "2", "1"), "high-link": "9"}
    assert member.submit(address, typed).status_code == 303
    told = re.findall(r'<input[^>]*name="(?:low|high)-link"[^>]*>', member.get(address).text)
    assert [re.findall(r'value="(\d*)"', each) for each in told] == [[""], ["9"]]
