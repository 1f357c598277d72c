"""The rules of a consultation: chosen before the opening, and kept once people relied on them."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey.commands.consultations import rules_of, settle_rules
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.rules import Access, ConsultationState, ResultsRule
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def page_of(consultation: Consultation) -> str:
    return f"/en/p/{consultation.process.public_id}/manage/consultations/{consultation.public_id}/rules"


def test_rules_are_chosen_before_the_opening_and_the_trail_names_them(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    session.commit()
    typed = {
        "version": str(draft.version),
        "access": "link",
        "anonymity": "named",
        "results_rule": "staff",
        "paging": "pages",
        "needs_proof_of_work": "y",
        "languages": ["nl", "fr"],
    }
    assert organiser.submit(page_of(draft), typed).status_code == 302
    session.refresh(draft)
    assert (draft.access, draft.is_anonymous, draft.results_rule, draft.paging) == ("link", False, "staff", "pages")
    assert (draft.allows_editing, draft.needs_proof_of_work, draft.languages) == (False, True, ["nl", "fr"])
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:consultation:settle")).one()
    assert "is_anonymous" in line.details["fields"] and "access" in line.details["fields"]
    assert organiser.submit(page_of(draft), typed).status_code == 409


def test_a_language_is_published_only_when_every_text_is_there(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    draft.questions[0].title = {"en": "Order"}
    session.commit()
    typed = {"version": str(draft.version), "access": "open", "anonymity": "anonymous", "results_rule": "live"}
    refused = organiser.submit(page_of(draft), {**typed, "paging": "all", "languages": ["en", "de"]})
    assert (
        refused.status_code == 422
        and "DE cannot be published yet. Texts that are not translated into it: 1." in refused.text
    )
    session.refresh(draft)
    assert draft.languages == [] and draft.results_rule == "after_close"


def test_an_unknown_rule_is_refused_kindly(organiser: FlaskClient, session: Session, process: Process) -> None:
    draft = make_consultation(session, process, state=ConsultationState.DRAFT)
    session.commit()
    refused = organiser.submit(page_of(draft), {"access": "everyone\x00", "paging": "all"})
    assert refused.status_code == 422 and "Something is missing" in refused.text


def test_what_people_were_promised_stays(session: Session) -> None:
    consultation = make_consultation(session)
    now = rules_of(consultation)

    def settle(**changes: object) -> None:
        settle_rules(session, SYSTEM, consultation, replace(rules_of(consultation), **changes))

    for broken in ({"access": Access.ACCOUNT}, {"is_anonymous": False}):
        with pytest.raises(Closed, match="fixed"):
            settle(**broken)
    with pytest.raises(Closed, match="only_stricter"):
        settle(results_rule=ResultsRule.LIVE)
    with pytest.raises(Closed, match="editing_promised"):
        settle(allows_editing=False)
    settle(results_rule=ResultsRule.STAFF)
    with pytest.raises(Closed, match="only_stricter"):
        settle(results_rule=now.results_rule)
    settle(needs_proof_of_work=True)
    with pytest.raises(Conflict):
        settle_rules(session, SYSTEM, consultation, rules_of(consultation), version=1)
    with pytest.raises(Invalid):
        settle(languages=("xx",))
    close_consultation(session, SYSTEM, consultation)
    with pytest.raises(Closed):
        settle(needs_proof_of_work=False)


def test_after_the_opening_the_page_says_what_is_fixed_and_changes_the_rest(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process)
    session.commit()
    shown = organiser.get(page_of(consultation)).text
    assert 'name="access"' not in shown and "Whoever has the address" in shown
    typed = {"version": str(consultation.version), "results_rule": "staff", "paging": "all", "allows_editing": "y"}
    assert organiser.submit(page_of(consultation), typed).status_code == 302
    session.refresh(consultation)
    assert (consultation.access, consultation.is_anonymous, consultation.results_rule) == ("open", True, "staff")
