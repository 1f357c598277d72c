"""The directory of the demonstration: sixty people that a program made up, each marked "(demo)", under addresses that
reach nobody; the steering committee with its terms, a panel of experts, registrations that wait."""

import random
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.demo.load.people import address
from cocreate.demo.story import Text
from cocreate.directory import equality, groups, people, queries, taking_part
from cocreate.directory.models import Group, Participation, Person
from cocreate.directory.rules import GroupKind, PersonTold, Purpose, Source, Span, TakingPart, TermRole, Told
from cocreate.process.models import Process

SEED, SEATS, TOLD = 2021, 12, 45
NOTE = "Made up by a program for this demonstration"
# Helix category -> what people are called, how many there are, what they know about.
KINDS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "research": ("Researcher", 18, ("building physics", "urban ecology", "public health", "data science", "nutrition")),
    "business": ("Entrepreneur", 14, ("circular construction", "food processing", "logistics", "software", "repair")),
    "public_sector": ("Civil servant", 10, ("procurement", "mobility planning", "waste policy", "social policy")),
    "civil_society": ("Association", 10, ("cycling", "food aid", "housing", "patients' rights", "neighbourhood work")),
    "citizen": ("Citizen", 8, ("gardening", "care at home", "teaching", "accessibility")),
}
TARGETS = {
    "helix": {"research": 25, "business": 25, "public_sector": 20, "civil_society": 20, "citizen": 10},
    "language": {"nl": 30, "fr": 50},
    "gender": {"woman": 45, "man": 45},
}
LANGUAGES, GENDERS = ("fr",) * 5 + ("nl",) * 3 + ("en",), ("woman", "man", "woman", "man", "", "other")
STEERING = Text(nl="Stuurcomité", fr="Comité de pilotage", en="Steering committee", de="Lenkungsausschuss")
EXPERTS = Text(nl="Expertenpanel", fr="Panel d’experts", en="Panel of experts", de="Expertengremium")
REGISTERING = Text(
    nl="Wilt u meedoen aan een werkgroep of een gesprek? Zeg ons wie u bent en wat u kent.",
    fr="Souhaitez-vous participer à un groupe de travail ou à un entretien ? Dites-nous qui vous êtes.",
    en="Would you take part in a working group or an interview? Tell us who you are and what you know about.",
    de="Möchten Sie an einer Arbeitsgruppe oder einem Gespräch teilnehmen? Sagen Sie uns, wer Sie sind.",
)


def fill_directory(session: Session, organiser: Actor, process: Process, committee: Sequence[User]) -> None:
    """People, what they agreed to, where they sit, who is missing, and who knocks at the door."""
    draw = random.Random(SEED)
    people = [_person(session, organiser, process, draw, kind, n) for kind in KINDS for n in range(KINDS[kind][1])]
    taking_part.set_targets(session, organiser, process, TARGETS)
    taking_part.invite(session, organiser, process, people, write=False)
    for part in queries.participants(session, process):
        state = draw.choices((TakingPart.YES, TakingPart.INVITED, TakingPart.NO), (8, 1, 1))[0]
        if state is not TakingPart.INVITED:
            taking_part.set_participation(session, SYSTEM, part, state)
    _seat_committee(session, organiser, process, committee)
    _seat_experts(session, organiser, process, people)
    _register(session, organiser, process)
    _tell(session, draw, [part for part in queries.participants(session, process) if part.state == TakingPart.YES])


def _person(
    session: Session, organiser: Actor, process: Process, draw: random.Random, helix: str, number: int
) -> Person:
    called, _count, skills = KINDS[helix]
    language = draw.choice(LANGUAGES)
    is_helped = helix == "citizen" and number == 0
    told = PersonTold(
        name=f"{called} {number + 1} (demo)",
        email="" if is_helped else address(f"{helix.replace('_', '-')}{number + 1}"),
        helix=helix,
        skills=tuple(draw.sample(skills, 2)),
        language=language,
        speaks=tuple(code for code in ("nl", "fr", "en") if code != language and draw.random() < 0.5),
        uses=tuple(draw.sample(("consultation", "camp", "interview", "expertise"), 2)),
        gender=draw.choice(GENDERS),
        reach="phone" if is_helped else "mail",
        help_needed="Reads no mail: answers by telephone" if is_helped else "",
    )
    person = people.add_person(session, organiser, process, told, source=Source.ENTERED, note=NOTE)
    purposes = [Purpose.KEEP, Purpose.WRITE, *([Purpose.EXPERT] if helix == "research" and number < SEATS else [])]
    for purpose in purposes:
        people.give(session, person, purpose, Told.PAPER, language=language)
    return person


def _seat_committee(session: Session, organiser: Actor, process: Process, committee: Sequence[User]) -> None:
    told = groups.GroupTold(
        STEERING.as_dict(), GroupKind.COMMITTEE, role=Role.COMMITTEE_MEMBER.value, seats=len(committee) + 2
    )
    group = groups.make_group(session, organiser, process, told)
    kinds = ("public_sector", "public_sector", "research", "business", "civil_society")
    for number, user in enumerate(committee):
        details = PersonTold(
            user.name, user.email, helix=kinds[number % len(kinds)], language="fr", uses=("committee",)
        )
        person = people.add_person(session, organiser, process, details, source=Source.ENTERED, note=NOTE)
        _sit(session, organiser, group, person, TermRole.CHAIR if number == 0 else TermRole.MEMBER, number)


def _seat_experts(session: Session, organiser: Actor, process: Process, people: Sequence[Person]) -> None:
    group = groups.make_group(
        session, organiser, process, groups.GroupTold(EXPERTS.as_dict(), GroupKind.PANEL, seats=SEATS)
    )
    for number, person in enumerate(one for one in people if one.agrees_to(Purpose.EXPERT)):
        if number < SEATS - 3:
            _sit(session, organiser, group, person, TermRole.MEMBER, number)


def _sit(session: Session, organiser: Actor, group: Group, person: Person, role: TermRole, number: int) -> None:
    """Terms of two years, of which every fifth ends soon."""
    starts = clock.today() - timedelta(days=690 if number % 5 == 4 else 120)
    span = Span(starts, starts + timedelta(days=730))
    groups.seat(session, organiser, group.process, group, person, role, span)


def _register(session: Session, organiser: Actor, process: Process) -> None:
    taking_part.set_setup(session, organiser, process, takes_requests=True, introduction=REGISTERING.as_dict())
    for number, helix in enumerate(("business", "civil_society", "citizen"), start=1):
        told = PersonTold(f"Newcomer {number} (demo)", address(f"newcomer{number}"), helix=helix, language="fr")
        request = taking_part.send_request(session, SYSTEM, process, told, [Purpose.KEEP, Purpose.WRITE], language="fr")
        if number < 3:
            taking_part.confirm_request(session, SYSTEM, request)


def _tell(session: Session, draw: random.Random, parts: Sequence[Participation]) -> None:
    for part in parts[:TOLD]:
        told = {
            "gender": draw.choice(("woman", "woman", "man", "man", "")),
            "age": draw.choice(("under_25", "25_39", "25_39", "40_54", "40_54", "55_69", "70_up", "")),
            "disability": draw.choice(("no",) * 7 + ("yes", "")),
            "origin": draw.choice(("no", "no", "yes", "")),
        }
        equality.tell(session, SYSTEM, part, told)
