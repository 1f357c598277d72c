"""The public record: from a decision back to single answers, and from an answer forward to what became of it."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import Card
from cocreate.core.permissions import SYSTEM
from cocreate.plan import commands as plan
from cocreate.plan.models import Action
from cocreate.process.models import Process
from cocreate.public import queries
from cocreate.public.fates.own import Outcome, OwnFate, tell
from cocreate.selection import commands as selection
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.rules import Choice
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes import commands as theming
from cocreate.themes.models import Theme, ThemeAnswer
from cocreate.themes.rules import Belonging
from tests.factories.camp import make_camp, make_card
from tests.factories.selection import make_candidates, make_shortlist
from tests.factories.survey import make_sheet
from tests.factories.themes import read_consultation, show_everything


@dataclass
class Story:
    """A process from answers to a plan, with one accepted theme, one rejected, and one not looked at."""

    process: Process
    consultation: Consultation
    accepted: Theme
    rejected: Theme
    undecided: Theme
    card: Card
    sid: Sid
    dropped: Sid
    shortlist: Shortlist
    action: Action


@pytest.fixture
def story(session: Session) -> Story:
    consultation, (accepted, rejected, undecided) = read_consultation(session)
    process = consultation.process
    show_everything(consultation)
    place = process.challenges[1].sub_challenges[0]
    theming.accept_theme(session, SYSTEM, process, accepted, belongs_to=None, place=place, version=accepted.version)
    theming.reject_theme(
        session, SYSTEM, process, rejected, reason="Another body decides this", version=rejected.version
    )
    camp = make_camp(session, process)
    card = make_card(session, camp.groups[0].board, "Night network 🌙 شبكة", themes=(accepted.public_id,))
    sid = selection.promote_card(session, SYSTEM, process, card, title={"en": "Night mobility"})
    make_candidates(session, process, "Second", "Third")
    shortlist = make_shortlist(session, process, size=2)
    selected = set(shortlist.proposal["selected"])
    assert sid.public_id in selected
    choices = [Choice(sid=name, is_kept=name in selected) for name in shortlist.proposal["order"]]
    dropped = session.scalars(select(Sid).where(Sid.public_id.not_in(selected))).one()
    selection.decide(session, SYSTEM, process, shortlist, choices, version=shortlist.version)
    axis = plan.add_axis(session, SYSTEM, process, number="1", title={"en": "Doing"})
    action = plan.add_action(session, SYSTEM, process, axis, number="1.1", title={"en": "Night line"}, sids=[sid])
    session.commit()
    return Story(process, consultation, accepted, rejected, undecided, card, sid, dropped, shortlist, action)


def answers_of(session: Session, theme: Theme) -> list[str]:
    return list(session.scalars(select(ThemeAnswer.answer_id).where(ThemeAnswer.theme_id == theme.id)))


def test_a_domain_leads_back_to_its_card_theme_and_answers(session: Session, story: Story) -> None:
    trail = queries.trail_of_sid(session, story.sid)
    (step,) = trail.cards
    assert step.card.id == story.card.id
    assert [theme.id for theme in step.themes] == [story.accepted.id]
    assert trail.answers == story.accepted.size


def fates_of(session: Session, process: Process, *ids: str) -> dict[str, OwnFate]:
    rows = list(session.scalars(select(Answer).where(Answer.id.in_(ids))))
    return tell(session, process, rows)


def outcomes_of(own: OwnFate) -> list[Outcome]:
    return [outcome for passage in own.passages for outcome in passage.outcomes]


def test_an_answer_leads_forward_to_the_decision_and_the_action(session: Session, story: Story) -> None:
    answer = answers_of(session, story.accepted)[0]
    fate = fates_of(session, story.process, answer)[answer]
    (outcome,) = outcomes_of(fate)
    assert [sid.id for sid in outcome.sids] == [story.sid.id]
    assert fate.decisions[story.sid.id].is_kept
    assert [action.id for action in outcome.actions] == [story.action.id]


def test_answers_looked_up_together_keep_their_own_fates(session: Session, story: Story) -> None:
    first, second = answers_of(session, story.accepted)[0], answers_of(session, story.rejected)[0]
    fates = fates_of(session, story.process, first, second)
    assert [o.theme.id for o in outcomes_of(fates[first])] == [story.accepted.id]
    assert [o.theme.id for o in outcomes_of(fates[second])] == [story.rejected.id]
    assert outcomes_of(fates[second])[0].sids == ()


def test_an_answer_of_merged_themes_is_shown_in_the_theme_they_became(session: Session, story: Story) -> None:
    answer = answers_of(session, story.undecided)[0]
    merged = theming.merge_themes(
        session, SYSTEM, story.process, [story.rejected, story.undecided], labels={"en": "Together"}
    )
    (outcome,) = outcomes_of(fates_of(session, story.process, answer)[answer])
    assert outcome.theme.id == merged.id


def test_anybody_can_walk_from_the_record_to_a_single_answer_and_on(
    client: FlaskClient, session: Session, story: Story
) -> None:
    base = f"/en/p/{story.process.public_id}"
    record = client.get(f"{base}/").text
    assert "Night mobility" in record and f"/sids/{story.sid.public_id}" in record
    domain = client.get(f"{base}/sids/{story.sid.public_id}").text
    assert "Night network 🌙 شبكة" in domain
    quoted = [a for a in answers_of(session, story.accepted) if f"/answers/{a}" in domain]
    assert quoted
    shown = client.get(f"{base}/answers/{quoted[0]}").text
    assert session.get_one(Answer, quoted[0]).text.replace("'", "&#39;") in shown
    assert "on the shortlist" in shown


def test_an_answer_that_may_not_be_quoted_has_no_page(client: FlaskClient, session: Session, story: Story) -> None:
    answer = session.get_one(Answer, answers_of(session, story.accepted)[0])
    page = f"/en/p/{story.process.public_id}/answers/{answer.id}"
    assert client.get(page).status_code == 200
    session.get_one(Submission, answer.submission_id).may_quote = False
    assert client.get(page).status_code == 404


def test_answers_outside_accepted_themes_are_nobodys_business(
    client: FlaskClient, session: Session, story: Story
) -> None:
    base = f"/en/p/{story.process.public_id}"
    for theme in (story.rejected, story.undecided):
        assert client.get(f"{base}/answers/{answers_of(session, theme)[0]}").status_code == 404
        assert client.get(f"{base}/themes/{theme.public_id}").status_code == 404
    assert "Another body decides this" not in client.get(f"{base}/").text


def test_a_receipt_code_shows_what_became_of_ones_own_answer(
    client: FlaskClient, session: Session, story: Story
) -> None:
    code = "K7QM-2XRB-9TDW-HHHH"
    sheet = make_sheet(story.consultation, new_challenge="More buses in the evening, please.", receipt_code=code)
    import_submissions(session, SYSTEM, story.consultation, [sheet])
    theming.start_run(session, SYSTEM, story.process, story.consultation, seed=1, subsamples=8)
    session.commit()
    page = f"/en/p/{story.process.public_id}/consultations/{story.consultation.public_id}/receipt"
    shown = client.submit(page, {"code": code})
    assert shown.status_code == 200
    assert "What became of your answer" in shown.text
    assert "Night mobility" not in shown.text  # the card cites the theme of the earlier reading, without this answer
    assert story.accepted.title["en"] in shown.text


def test_before_the_decision_the_record_keeps_the_committees_counsel(client: FlaskClient, session: Session) -> None:
    consultation, _themes = read_consultation(session)
    make_candidates(session, consultation.process, "Alpha", "Beta", "Gamma")
    shortlist = make_shortlist(session, consultation.process, size=2)
    reasons = [Choice(sid=n, is_kept=True, reason={"en": "Not yet public"}) for n in shortlist.proposal["order"]]
    selection.save_draft(session, SYSTEM, consultation.process, shortlist, reasons, version=shortlist.version)
    session.commit()
    base = f"/en/p/{consultation.process.public_id}"
    record = client.get(f"{base}/").text
    assert "Nothing is decided yet" in record and "Alpha" in record
    sid = session.scalars(select(Sid)).first()
    assert sid is not None
    for page in (record, client.get(f"{base}/sids/{sid.public_id}").text):
        assert "Not yet public" not in page and "On the shortlist" not in page


def test_the_belonging_new_is_said_in_words(client: FlaskClient, session: Session, story: Story) -> None:
    theming.accept_theme(
        session, SYSTEM, story.process, story.undecided, belongs_to=Belonging.NEW, version=story.undecided.version
    )
    session.commit()
    assert "no challenge speaks of it yet" in client.get(f"/en/p/{story.process.public_id}/themes/").text
