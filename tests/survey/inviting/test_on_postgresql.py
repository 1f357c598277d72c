"""The same on PostgreSQL: what is asked of JSON columns, upserts and comparisons of texts must mean the same there."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM
from cocreate.settings import Settings
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.inviting import queries
from cocreate.survey.inviting.contacts import import_contacts
from cocreate.survey.inviting.mailings import create_mailing, invite_contacts, send_mailing
from cocreate.survey.inviting.meter import meter_of
from cocreate.survey.inviting.models import Delivery, Invitation
from cocreate.survey.inviting.oddities import flag_duplicates
from cocreate.survey.inviting.queries import Chosen
from cocreate.survey.inviting.rules import ContactDetails
from cocreate.survey.rules import MailingKind
from tests.factories.survey import make_consultation, submit

LONG = "We need more trees in every street, and somebody who waters them in the summer."


@pytest.mark.postgres
def test_inviting_writing_and_measuring(settings: Settings, postgres_url: str) -> None:
    app = create_app(replace(settings, database_url=postgres_url))
    with app.test_request_context("/en/"):
        db.create_all()
        with transaction() as session:
            consultation = make_consultation(session)
            process = consultation.process
            people = [
                ContactDetails(
                    f"p{n}@example.org", helix="citizen", attributes={"commune": "Jette" if n % 2 else "Evere"}
                )
                for n in range(6)
            ]
            assert import_contacts(session, SYSTEM, process, people).added == 6
            assert import_contacts(session, SYSTEM, process, people).updated == 6
            jette = session.scalars(
                queries.not_yet_invited(process, consultation, Chosen(attribute="commune", value="jette"))
            ).all()
            assert len(jette) == 3
            assert invite_contacts(session, SYSTEM, consultation, jette) == 3
            assert invite_contacts(session, SYSTEM, consultation, jette) == 0
            mailing = create_mailing(session, SYSTEM, consultation, MailingKind.INVITATION)
            send_mailing(session, SYSTEM, consultation, mailing)
        session.expire_all()
        assert mailing.state == "sent"
        assert len(session.scalars(select(OutgoingMail)).all()) == 3 == len(session.scalars(select(Delivery)).all())
        with transaction() as session:
            for number in range(2):
                submit(session, consultation, form=f"form {number}", fit="yes", new_challenge=LONG)
            assert flag_duplicates(session, SYSTEM, consultation) == 2
        meter = meter_of(session, consultation)
        counts = {d.name: {c.key: (c.count, c.waiting) for c in d.categories} for d in meter.dimensions}
        assert counts["helix"]["citizen"] == (2, 3) and counts["q:fit"]["yes"] == (2, 0)
        with transaction() as session:
            session.scalars(select(Invitation)).first().is_used = True
            close_consultation(session, SYSTEM, consultation)
        marks = session.connection().exec_driver_sql("select distinct xmin::text from survey_invitation").all()
        assert len(marks) == 1, "a used ticket could be told by the transaction that wrote it"
        db.session.remove()
        db.engine.dispose()
