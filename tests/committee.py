"""A committee of seven with its process after the camp, for the journey from blind marks to a published decision."""

from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.room import commands as room_commands
from cocreate.selection.room import motions
from cocreate.selection.room.queries import motions_of
from cocreate.selection.rules import ScoreGiven
from cocreate.selection.sheets.commands import hand_in_sheet
from cocreate.survey import tallies
from cocreate.survey.commands.opening import close_consultation
from tests.browser import Visitor, VisitorFactory
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp, make_card, make_seat
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, acting, make_candidates, make_round, make_scoring
from tests.factories.survey import make_consultation, submit
from tests.site import Site
from tests.walking import PASSWORD, sign_in_as

FOOD, MOBILITY, DIGITAL, REPAIR = TITLES = ("Healthy food", "Shared mobility", "Digital services", "Repair hubs")
MEMBERS = ("amina", "bram", "cato", "dirk", "elif", "farid", "greta")
Marks = dict[str, tuple[int | None, ...]]


class Committee:
    """The process on its server, what is done away from browsers, and people who come in by one."""

    def __init__(self, site: Site, visitors: VisitorFactory) -> None:
        self.site, self.visitors = site, visitors
        with site.session() as session:
            process = prepare(session)
            self.base, self.key = f"/en/p/{process.public_id}", process.id

    def come(self, name: str, address: str, **options: int) -> Visitor:
        """Somebody signs in and opens a page."""
        visitor = self.visitors(self.site.server.url, **options)
        sign_in_as(visitor, name)
        visitor.page.goto(self.base + address)
        return visitor

    def process(self, session: Session) -> Process:
        return session.get_one(Process, self.key)

    def score_elsewhere(self, marks: Marks) -> None:
        """Members without a browser give their marks, and hand in."""
        with self.site.session() as session:
            process = self.process(session)
            criteria = queries.criteria_of(session, process)
            assert criteria is not None
            people = members_of(session, process)
            for name, line in marks.items():
                member, actor = people[name], acting(people[name])
                for sid, mark in zip(queries.candidates(session, process), line, strict=True):
                    given = [ScoreGiven(criterion.public_id, mark) for criterion in criteria.judged]
                    if mark is not None:
                        commands.save_scores(session, actor, process, criteria, member.id, sid, given)
                hand_in_sheet(session, actor, process, criteria, member.id)

    def vote_elsewhere(self, **choices: str) -> None:
        """Members without a browser vote on the motion that is open."""
        with self.site.session() as session:
            process = self.process(session)
            (motion,), people = motions_of(session, process), members_of(session, process)
            for name, choice in choices.items():
                motions.cast_vote(session, acting(people[name]), process, motion, choice=choice)


def members_of(session: Session, process: Process) -> dict[str, User]:
    return {member.name.lower(): member for member in queries.committee(session, process)}


def prepare(session: Session) -> Process:
    """After the camp: four candidates with their cards, a consultation and a ranking that are closed, scoring open."""
    process = make_process(session, challenges=("Food", "Digital change", "Mobility"))
    make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
    for name in MEMBERS:
        person = {"email": f"{name}@example.org", "name": name.title(), "password": PASSWORD}
        make_member(session, process, Role.COMMITTEE_MEMBER, **person)
    camp = make_camp(session, process)
    groups = {group.challenge.title["en"]: group for group in camp.groups if group.challenge}
    sids = make_candidates(session, process, *TITLES)
    for sid, challenge in zip(sids, ("Food", "Mobility", "Digital change", "Mobility"), strict=True):
        card = make_card(session, groups[challenge].board, f"What became of {sid.title['en']}")
        commands.promote_card(session, SYSTEM, process, card, into=sid)
    asked = make_consultation(session, process)
    for number in range(6):
        submit(session, asked, form=f"form-{number}", order=[one.public_id for one in process.challenges])
    tallies.fold(session, asked)
    close_consultation(session, SYSTEM, asked)
    ranking = make_round(session, process, camp=camp)
    by_camp = [[sids[place].public_id] for place in (3, 2, 0, 1)]  # the camp has the repair hubs first
    seats = [make_seat(session, camp)[0] for _ in range(6)]
    commands.cast_ballots(
        session, SYSTEM, process, ranking, [(seat, name, by_camp) for seat in seats for name in ranking.dimensions]
    )
    ranking.opens_ballots = True
    commands.close_round(session, ORGANISER, process, ranking)
    make_scoring(session, process, shortlist_size=2)
    meeting = room_commands.create_meeting(
        session,
        SYSTEM,
        process,
        title={"en": "The shortlist"},
        chair_id=members_of(session, process)["amina"].id,
        quorum=4,
    )
    room_commands.add_item(
        session, SYSTEM, process, meeting, title={"en": "Digital"}, minutes=20, sids=[sids[2].public_id]
    )
    return process
