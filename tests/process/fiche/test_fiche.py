"""The fiche of a challenge: evidence, links and goals; versions that keep what it said; the same on paper."""

import io
from datetime import date, timedelta

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import SYSTEM, Actor, ActorKind, Role
from cocreate.errors import Invalid
from cocreate.process import commands as process_commands
from cocreate.process import fiches, versions
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold, add_evidence, remove_evidence
from cocreate.process.evidence.rules import Consent, EvidenceKind
from cocreate.process.fiches import fiche_of
from cocreate.process.models import Evidence, Process
from cocreate.process.rules import ChallengeState, Meeting, Outcome
from cocreate.process.validations import ask_committee, decide
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def make_indicator(session: Session, process: Process) -> Evidence:
    told = EvidenceTold({"en": "Emissions"}, unit="Mt", series={"Brussels": {"2016": 3.9, "2017": 3.7}})
    return add_evidence(session, SYSTEM, process, EvidenceKind.INDICATOR, told)


def describe(session: Session, process: Process, actor: Actor, text: str) -> None:
    row = process.challenges[0]
    process_commands.describe_challenge(
        session, actor, process, row, title=row.title, description={"en": text}, version=row.version
    )


def test_evidence_that_leaves_the_library_leaves_the_challenge_in_a_new_version(
    session: Session, process: Process
) -> None:
    row, indicator = process.challenges[0], make_indicator(session, process)
    fiches.rest_on(session, SYSTEM, process, row, indicator, reason={"en": "It rises"})
    versions.fix_version(session, SYSTEM, row)
    remove_evidence(session, SYSTEM, process, indicator)
    newer, older = versions.versions_of(session, row)
    assert len(older.content["evidence"]) == 1 and newer.content["evidence"] == []
    assert newer.number == older.number + 1


def test_what_one_person_changes_in_one_sitting_is_one_version(session: Session, process: Process) -> None:
    ada, ben = (Actor(ActorKind.USER, user.public_id, user.id) for user in (make_user(session), make_user(session)))
    describe(session, process, ada, "First words")
    describe(session, process, ada, "Better words")
    describe(session, process, ben, "Other words")
    with clock.told(clock.now() + timedelta(hours=1)):
        describe(session, process, ben, "Last words")
    found = versions.versions_of(session, process.challenges[0])
    said = [(version.number, version.content["description"]["en"]) for version in found]
    assert said == [(3, "Last words"), (2, "Other words"), (1, "Better words")]


def test_a_fixed_version_stays_as_it_is(session: Session, process: Process) -> None:
    describe(session, process, SYSTEM, "As asked")
    fixed = versions.fix_version(session, SYSTEM, process.challenges[0])
    describe(session, process, SYSTEM, "As changed")
    assert fixed.content["description"] == {"en": "As asked"}
    assert [version.number for version in versions.versions_of(session, process.challenges[0])] == [2, 1]


def test_saving_without_a_change_makes_no_version(session: Session, process: Process) -> None:
    describe(session, process, SYSTEM, "The same")
    versions.fix_version(session, SYSTEM, process.challenges[0])
    describe(session, process, SYSTEM, "The same")
    assert len(versions.versions_of(session, process.challenges[0])) == 1


def test_two_versions_side_by_side_tell_words_parts_and_goals(session: Session, process: Process) -> None:
    row = process.challenges[0]
    older = versions.content_of(session, row)
    describe(session, process, SYSTEM, "A cooler city")
    process_commands.remove_part(session, SYSTEM, process, row.assets[0])
    fiches.tag_challenge(session, SYSTEM, process, row, ["sdg-13", "nonsense"])
    changes = versions.compare(older, versions.content_of(session, row))
    told = [(c.where, [(piece.kind, piece.text) for piece in c.pieces]) for c in changes]
    assert told == [
        ("description", [("in", "A cooler city")]),
        ("assets", [("out", "Climate lab")]),
        ("tags", [("in", "sdg-13")]),
    ]


def test_a_link_needs_a_reason_and_another_challenge_and_is_seen_from_both(session: Session, process: Process) -> None:
    one, other, _third = process.challenges
    for target, reason, code in ((one, {"en": "Why"}, "fiche.link.itself"), (other, {}, "fiche.link.reason")):
        with pytest.raises(Invalid) as refused:
            fiches.link_challenges(session, SYSTEM, process, one, target, reason=reason)
        assert refused.value.code == code
    fiches.link_challenges(session, SYSTEM, process, other, one, reason={"en": "Traffic warms the air"})
    fiches.link_challenges(session, SYSTEM, process, one, other, reason={"en": "Traffic heats the air"})
    for here, there in ((one, other), (other, one)):
        (link,) = fiche_of(session, here, is_inside=True).links
        assert (link.other.id, link.reason) == (there.id, {"en": "Traffic heats the air"})


def test_a_link_with_a_draft_and_a_silent_interview_are_not_public(session: Session, process: Process) -> None:
    row = process.challenges[0]
    draft = process_commands.add_challenge(
        session, SYSTEM, process, title={"en": "Draft"}, description={}, state=ChallengeState.DRAFT
    )
    fiches.link_challenges(session, SYSTEM, process, row, draft, reason={"en": "Soon"})
    talk = InterviewTold("Ada", "Lab", Consent.NOTHING, "", ("Secret",))
    silent = add_evidence(
        session, SYSTEM, process, EvidenceKind.INTERVIEW, EvidenceTold({"en": "Talk"}, interview=talk)
    )
    fiches.rest_on(session, SYSTEM, process, row, silent, reason={"en": "Shown"})
    public = fiche_of(session, row, is_inside=False)
    assert (public.links, public.uses) == ([], [])
    inside = fiche_of(session, row, is_inside=True)
    assert (len(inside.links), len(inside.uses)) == (1, 1)


def test_an_organiser_adds_grounds_and_everybody_reads_the_fiche(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    evidence = make_indicator(session, process)
    one, other = process.challenges[0].public_id, process.challenges[1].public_id
    base = f"/en/p/{process.public_id}/manage/challenges/{one}"
    grounds = base + "/grounds"
    organiser.submit(grounds, {"evidence": evidence.public_id, "reason-en": "They <i>fall</i>"}, to=base + "/evidence")
    refused = organiser.submit(grounds, {"other": other, "why-nl": ""}, to=base + "/links")
    assert refused.status_code == 422 and "why the two" in refused.text
    organiser.submit(grounds, {"other": other, "why-en": "Traffic heats"}, to=base + "/links")
    organiser.submit(grounds, {"goals": ["sdg-13"], "policies": ["eu-green-deal"]}, to=base + "/tags")
    visitor = organiser.application.test_client()
    page = visitor.get(f"/en/p/{process.public_id}/challenges/{one}").text
    assert "They &lt;i&gt;fall&lt;/i&gt;" in page and "from 3.9 in 2016 to 3.7 in 2017" in page
    assert "Traffic heats" in page and "SDG 13: Climate action" in page
    history = organiser.get(base + "/versions")
    assert history.status_code == 200
    organiser.submit(grounds, {}, to=f"{base}/evidence/{evidence.public_id}/remove")
    link = fiche_of(session, process.challenges[0], is_inside=True).links[0]
    organiser.submit(grounds, {}, to=f"{base}/links/{link.public_id}/remove")
    page = visitor.get(f"/en/p/{process.public_id}/challenges/{one}").text
    assert "3.9 in 2016" not in page and "Traffic heats" not in page


def test_the_fiche_on_paper_is_in_the_language_of_the_page(
    session: Session, client: FlaskClient, process: Process
) -> None:
    row = process.challenges[0]
    fiches.rest_on(session, SYSTEM, process, row, make_indicator(session, process), reason={})
    asked = ask_committee(session, SYSTEM, process, row)
    meeting = Meeting(date(2020, 9, 1), 9, 8, 0, 1)
    decide(session, SYSTEM, process, asked, Outcome.VALIDATED, meeting, reason={"nl": "Volledig"})
    session.commit()
    base = f"/p/{process.public_id}/challenges/{row.public_id}/fiche"
    assert client.get(f"/fr{base}.pdf").data.startswith(b"%PDF")
    made = docx.Document(io.BytesIO(client.get(f"/nl{base}.docx").data))
    said = [paragraph.text for paragraph in made.paragraphs]
    assert said[0] == "Climate (nl)" and "Volledig" in said
    assert [cell.text for cell in made.tables[0].rows[1].cells] == ["Brussels", "3,9", "3,7"]


def test_a_draft_is_not_there_for_visitors_and_can_be_read_by_the_committee(
    session: Session, client: FlaskClient, process: Process
) -> None:
    draft = process_commands.add_challenge(
        session, SYSTEM, process, title={"en": "Draft"}, description={}, state=ChallengeState.DRAFT
    )
    session.commit()
    page = f"/en/p/{process.public_id}/challenges/{draft.public_id}"
    assert client.get(page).status_code == 404
    assert client.get(page + "/fiche.pdf").status_code == 404
    member = sign_in(client, make_member(session, process, Role.COMMITTEE_MEMBER))
    assert "Draft, seen by the team only" in member.get(page).text
