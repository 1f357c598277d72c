"""A process of which something is known: an answered and read consultation, an indicator, links."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.information import commands, queries
from cocreate.information.composing import Draft, draft_of
from cocreate.information.models import InformationSheet
from cocreate.process import fiches as fiche
from cocreate.process.evidence.commands import EvidenceTold, add_evidence
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.models import Challenge, Evidence, Process
from cocreate.survey import tallies
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Consultation
from cocreate.themes import commands as themes
from cocreate.themes.models import Theme
from cocreate.themes.rules import Belonging
from tests.factories.process import make_process
from tests.factories.survey import make_sheet
from tests.factories.themes import read_consultation


@dataclass
class Known:
    """The process, and what tests look at."""

    session: Session
    process: Process
    consultation: Consultation
    themes: list[Theme]
    indicator: Evidence

    @property
    def challenge(self) -> Challenge:
        """The one whose sheet is written."""
        return self.process.challenges[0]

    @property
    def sheet(self) -> InformationSheet:
        """Begun when it is asked for."""
        return commands.begin_sheet(self.session, SYSTEM, self.process, self.challenge)

    def draft(self, language: str = "en") -> Draft:
        """As somebody sees it now."""
        return draft_of(self.session, self.challenge, queries.sheet_for(self.session, self.challenge), language)


def accept(session: Session, process: Process, theme: Theme) -> None:
    """The theme belongs to the first challenge."""
    place = process.challenges[0]
    themes.accept_theme(
        session, SYSTEM, process, theme, belongs_to=Belonging.CHALLENGE, place=place, version=theme.version
    )


@pytest.fixture
def known(session: Session) -> Known:
    process = make_process(session)
    consultation, found = read_consultation(session, process)
    ids = [challenge.public_id for challenge in process.challenges]
    orders = [ids] * 14 + [ids[::-1]] * 4
    sheets = [make_sheet(consultation, order=[[key] for key in order], helix="research") for order in orders]
    import_submissions(session, SYSTEM, consultation, sheets)
    accept(session, process, found[0])
    close_consultation(session, SYSTEM, consultation)
    process.minimum_cell = 1
    told = EvidenceTold(
        {"en": "Emissions"}, unit="Mt", series={"Brussels": {"2016": 3.9, "2017": 3.7}}, source="Region"
    )
    indicator = add_evidence(session, SYSTEM, process, EvidenceKind.INDICATOR, told)
    fiche.rest_on(session, SYSTEM, process, process.challenges[0], indicator, reason={})
    fiche.link_challenges(session, SYSTEM, process, *process.challenges[:2], reason={"en": "Traffic warms the city"})
    session.commit()
    tallies.bring_up_to_date(consultation)
    return Known(session, process, consultation, found, indicator)
