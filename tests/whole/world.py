"""One process with something of everything, everybody who may come to it, and the values that addresses ask for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask.testing import FlaskClient
from flask_security.recoverable import generate_reset_password_token
from PIL import Image
from sqlalchemy import JSON, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from cocreate import clock
from cocreate.accounts import invitations
from cocreate.accounts.commands import make_sign_in_link
from cocreate.accounts.models import Identity, User
from cocreate.accounts.organisations import branding
from cocreate.accounts.organisations import commands as organisations
from cocreate.accounts.organisations.people import invite_colleagues
from cocreate.accounts.rules import MemberRole
from cocreate.administration import commands as administration_commands
from cocreate.administration import jobs as administration_jobs
from cocreate.administration.commands import Told, store_report
from cocreate.administration.rules import ReportKind, UserAct
from cocreate.api import tokens, webhooks
from cocreate.api.rules import TEST, Kind
from cocreate.app import create_app
from cocreate.camp import commands as camps
from cocreate.camp import jobs as camp_jobs
from cocreate.camp.before import grouping, preparing, registering
from cocreate.camp.before import queries as before_queries
from cocreate.camp.before.rules import Details
from cocreate.camp.models import Camp, Card, Registration, Seat
from cocreate.camp.reporting import report
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import BoardState, RoundKind, StepKind
from cocreate.core import jobs
from cocreate.core.db import Base, HasPublicId, db
from cocreate.core.ids import digest, public_id
from cocreate.core.permissions import PROCESS_ROLES, SYSTEM, Role
from cocreate.core.telling import N_
from cocreate.directory import equality, taking_part
from cocreate.directory import letters as people_links
from cocreate.directory import queries as people_queries
from cocreate.directory.models import Person, Request
from cocreate.directory.rules import Purpose, TakingPart
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.own_links import own_token
from cocreate.information import commands as sheets_of_challenges
from cocreate.information.composing import draft_of
from cocreate.information.rules import Slot
from cocreate.moderation.models import ModerationDecision
from cocreate.notices import following
from cocreate.notices import links as notice_ways
from cocreate.notices.calendar import own_path
from cocreate.notices.following import find_thing
from cocreate.notices.models import Follow, Notice
from cocreate.plan import commands as plans
from cocreate.process import fiches as fiche
from cocreate.process import matrix
from cocreate.process import validations as validating
from cocreate.process.evidence import contexts
from cocreate.process.evidence.commands import EvidenceTold, InterviewTold, add_evidence
from cocreate.process.evidence.rules import Consent, EvidenceKind
from cocreate.process.models import Challenge, Evidence, Phase, Process
from cocreate.process.queries import contexts_of
from cocreate.process.rules import CommentKind, ContextKind, Meeting, Outcome
from cocreate.public.documents import commands as shelf
from cocreate.public.editions import keep_edition
from cocreate.public.fates import commands as fates
from cocreate.public.fates import news as fate_news
from cocreate.public.fates.counting import whole_of
from cocreate.public.fates.rules import Act, Reason
from cocreate.public.fates.worklist import Why, waiting_answers
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from cocreate.public.open_data import commands as open_data
from cocreate.public.population import Attribute, PopulationTold, set_population
from cocreate.selection import commands as selection
from cocreate.selection.grounds import editing
from cocreate.selection.models import Sid
from cocreate.selection.portfolio.commands import LinkGiven, confirm_links
from cocreate.selection.queries import committee, criteria_of
from cocreate.selection.room import commands, motions, threads
from cocreate.selection.room.rules import MotionKind
from cocreate.selection.rules import ScoreGiven
from cocreate.selection.sheets import commands as sheets
from cocreate.settings import Settings
from cocreate.survey.commands import files
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.commands.questions import keep_question
from cocreate.survey.commands.sheets import keep_trial
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.commands import JOB as EXPORT_JOB
from cocreate.survey.filetypes import taken
from cocreate.survey.importing import commands as imports
from cocreate.survey.inviting.mailings import create_mailing, send_mailing
from cocreate.survey.inviting.meter import set_targets
from cocreate.survey.inviting.models import Contact, Invitation
from cocreate.survey.inviting.way_in import opt_out_token, ticket_token
from cocreate.survey.models import Answer, Consultation, Submission, Upload
from cocreate.survey.personal.commands import Looked, store_flags
from cocreate.survey.rules import ConsultationState, MailingKind
from cocreate.themes import commands as themes
from cocreate.themes import opinions
from cocreate.themes import searching as theme_search
from cocreate.themes.assistant import Named, store_names
from cocreate.themes.double_coding import draw_round
from cocreate.themes.matching import commands as matching
from cocreate.themes.matching import queries as matching_queries
from cocreate.themes.matching.rules import Choice, Verdict
from cocreate.themes.models import AnalysisRun, NameAsking, Theme, ThemeAnswer
from cocreate.themes.queries import current_run
from cocreate.themes.reporting import routes as theme_reporting
from cocreate.themes.rules import Belonging
from tests.conftest import BrowserLikeClient, csrf_token
from tests.factories.accounts import make_administrator, make_colleague, make_member, make_user, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_plan
from tests.factories.directory import make_group, make_person, make_request, sit
from tests.factories.grounds import make_weighing
from tests.factories.imports import limesurvey, question, rows
from tests.factories.inviting import make_contact, make_ticket
from tests.factories.notices import make_follower, make_notice
from tests.factories.opinions import read_votes, voted_consultation
from tests.factories.process import make_organisation, make_process
from tests.factories.selection import acting, as_proposed, make_candidates, make_round, make_shortlist
from tests.factories.survey import make_consultation, make_sheet
from tests.factories.themes import read_consultation
from tests.whole.ecosystem import map_ecosystem
from tests.whole.moderation import moderate

WHEN = ("before", "during", "after")
SECRET = "only for tests"
VISITOR, SEAT, STRANGER = "visitor", "participant seat", "organiser and administrator of another organisation"
COLLEAGUE, RUNNER = "member of the organisation", "administrator of the organisation"
# Everybody who may come to a page: as what, and with which roles in the process at hand.
PEOPLE: dict[str, frozenset[Role]] = {
    VISITOR: frozenset({Role.VISITOR}),
    SEAT: frozenset({Role.VISITOR, Role.PARTICIPANT}),
    STRANGER: frozenset({Role.VISITOR, Role.ACCOUNT}),
    "account": frozenset({Role.VISITOR, Role.ACCOUNT}),
    "administrator": frozenset({Role.VISITOR, Role.ACCOUNT, Role.ADMINISTRATOR}),
    COLLEAGUE: frozenset({Role.VISITOR, Role.ACCOUNT, Role.ORGANISATION_MEMBER}),
    RUNNER: frozenset({Role.VISITOR, Role.ACCOUNT, Role.ORGANISATION_MEMBER, Role.ORGANISATION_ADMINISTRATOR}),
    **{role.value: frozenset({Role.VISITOR, Role.ACCOUNT, role}) for role in PROCESS_ROLES},
}


class WouldCommit(Exception):
    """Raised by a test where a request would store something: it was allowed that far, and the world stays as it is."""


# Others whom an installation may name; nobody is there.
MODEL = {"assistant_url": "http://localhost:9/v1", "assistant_model": "tiny-1"}
PROVIDER = {
    "oidc_issuers": "http://localhost:9",
    "oidc_names": "Elsewhere",
    "oidc_clients": "cocreate",
    "oidc_secrets": "between-us",
}


def make_app(folder: Path, **settings: Any) -> Flask:
    """An application that slows nobody down and asks nobody for a second step."""
    quick = {"jobs": "inline", "rate_limits": False, "two_factor_required": False, "testing": True}
    told = {"secret_key": SECRET, "base_url": "http://localhost", **quick, **MODEL, **PROVIDER, **settings}
    app = create_app(Settings(data_dir=folder, **told))
    app.test_client_class = BrowserLikeClient
    app.register_error_handler(WouldCommit, lambda stopped: ("", 204))
    return app


@dataclass
class World:
    """What the tests about the whole walk through."""

    process_id: str
    people: dict[str, str]  # who -> e-mail address
    seat_token: str
    only_english: list[str]  # what people wrote in no other language
    values: dict[str, list[str]]  # parameter of an address -> what it may be, the most telling first
    tokens: dict[str, str] = field(default_factory=dict)  # endpoint -> token
    queries: dict[str, dict[str, str]] = field(default_factory=dict)  # endpoint -> what comes after the question mark

    def addresses(self, rule: Rule) -> Iterator[dict[str, str]]:
        """Values for a rule's parameters: all combinations, or one with every alternative at least once."""
        names = sorted(rule.arguments)
        missing = [name for name in names if name not in self.values and name != "token"]
        assert not missing, f"give {missing} of {rule.rule} a value in tests/whole/world.py"
        options = [[self.tokens[rule.endpoint]] if name == "token" else self.values[name] for name in names]
        for combination in product(*options):
            yield dict(zip(names, combination, strict=True)) | self.queries.get(rule.endpoint, {})


def build_world(session: Session) -> World:
    """Make the process, its people and all that can be made on the way from challenges to an action plan."""
    process = make_process(session, title="The whole way")
    stranger = make_stranger(session)
    invitations.invite(session, SYSTEM, process, email="new@example.org", role=Role.OBSERVER, language="en")
    people = {
        STRANGER: stranger,
        "account": make_user(session, email="account@example.org"),
        "administrator": make_administrator(session, email="administrator@example.org"),
        COLLEAGUE: make_colleague(session, process.organisation, email="colleague@example.org"),
        RUNNER: make_colleague(session, process.organisation, MemberRole.ADMINISTRATOR, email="runner@example.org"),
        **{r.value: make_member(session, process, r, email=f"{r.value}@example.org") for r in PROCESS_ROLES},
    }
    invite_colleagues(
        session,
        SYSTEM,
        process.organisation,
        emails=["soon@example.org"],
        role=MemberRole.MEMBER,
        language="en",
    )
    branding.set_logo(session, SYSTEM, process.organisation, drawn_logo())
    elsewhere = {"issuer": "http://localhost:9", "subject": "1", "linked_at": clock.now()}
    session.add(Identity(user=people["account"], **elsewhere))
    collect_evidence(session, process)
    know_people(session, process)
    consultation = consult(session, process)
    map_ecosystem(session, process)
    write_information_sheet(session, process)
    camp, token = hold_camp(session, process)
    choose(session, process, camp)
    let_programs_in(session, process, people["account"])
    bring_files(session, process)
    decide_fates(session, process)
    moderate(session, process)
    tell(session, process)
    look_after(session)
    notify(session, process, people["account"])
    session.commit()
    values = values_of(session, process, consultation, camp)
    return World(
        process_id=process.public_id,
        people={who: user.email for who, user in people.items()},
        seat_token=token,
        only_english=only_english(session),
        values=values,
        tokens=tokens_of(session, process, people["account"], token),
        queries={"selection_manage.promote": {"card": values["card_id"][1]}},
    )


def drawn_logo() -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (40, 20), (10, 80, 160)).save(out, "PNG")
    return out.getvalue()


def make_stranger(session: Session) -> User:
    """Somebody who runs another organisation and organises its process."""
    other = make_organisation(session, "elsewhere")
    stranger = make_member(
        session,
        make_process(session, title="Elsewhere", organisation=other),
        Role.ORGANISER,
        email="stranger@example.org",
    )
    organisations.add_member(session, SYSTEM, other, stranger, MemberRole.ADMINISTRATOR)
    return stranger


def know_people(session: Session, process: Process) -> None:
    """Somebody who takes part, sits in a committee and is found as an expert; somebody who registered."""
    expert = make_person(session, process, name="Eda Expert", skills=("soil",), agrees=tuple(Purpose))
    taking_part.invite(session, SYSTEM, process, [expert, make_person(session, process)])
    here = people_queries.standing(session, process, [expert])[expert.id]
    taking_part.set_participation(session, SYSTEM, here, TakingPart.YES)
    sit(session, make_group(session, process, seats=3), expert)
    taking_part.set_targets(session, SYSTEM, process, {"helix": {"business": 40}})
    make_request(session, process)
    for _ in range(process.minimum_cell):
        told = make_person(session, process)
        taking_part.invite(session, SYSTEM, process, [told])
        equality.tell(session, SYSTEM, people_queries.standing(session, process, [told])[told.id], {"age": "70_up"})


def look_after(session: Session) -> None:
    """Maintenance that is announced for tomorrow, and what a check-up found."""
    tomorrow = clock.now() + timedelta(days=1)
    told = Told({"en": "The server gets a larger disk"}, tomorrow, tomorrow + timedelta(hours=1), tomorrow)
    administration_commands.announce(session, SYSTEM, told)
    found = {"findings": [{"about": "mail", "weight": "note", "sentence": "No letter is sent."}]}
    store_report(session, ReportKind.HEALTH, is_good=True, content=found)


def notify(session: Session, process: Process, user: User) -> None:
    """Somebody has a notice and follows the process; an address follows it too."""
    make_notice(session, process, user, N_("The committee's decision is published."))
    following.follow(session, SYSTEM, process, user.id, find_thing(session, process, "", ""))
    make_follower(session, process)


def let_programs_in(session: Session, process: Process, user: User) -> None:
    """A token, and a webhook to nowhere that was told something."""
    tokens.make_token(session, SYSTEM, user, name="Dashboard", scopes=("read",), days=30, form_id=public_id())
    kinds = (Kind.DECISION_PUBLISHED,)
    webhook = webhooks.add_webhook(session, SYSTEM, process, address="https://hooks.invalid/", kinds=kinds)
    webhooks.tell(session, webhook, process, TEST, webhook.ref)


def collect_evidence(session: Session, process: Process) -> None:
    """Megatrends, a transition with priorities, and a library with one piece of each kind."""
    contexts.start_from_the_reference(session, SYSTEM, process)
    title, points = {"en": "Ecological transition"}, [{"en": "Green mobility"}, {"en": "Renewable energy"}]
    contexts.add_context(session, SYSTEM, process, kind=ContextKind.TRANSITION, title=title, points=points)
    talk = InterviewTold("Ada Example", "City lab", Consent.NAMED, "Only for the team", ("We lack space.",), "en")
    series = {"BE10": {"2016": 1.9, "2017": 2.04}, "EU": {"2017": 2.14}}
    for kind, told in (
        (EvidenceKind.INDICATOR, EvidenceTold({"en": "R&D intensity"}, unit="%", series=series, tags=("sdg-9",))),
        (EvidenceKind.DOCUMENT, EvidenceTold({"en": "Plan for the air"}, {"en": "It sets limits"}, source="City")),
        (EvidenceKind.INTERVIEW, EvidenceTold({"en": "Talk with the city lab"}, interview=talk)),
    ):
        add_evidence(session, SYSTEM, process, kind, told)
    fill_matrix(session, process)


def fill_matrix(session: Session, process: Process) -> None:
    """Two cells: one from which a challenge came, and one with a draft."""
    found = contexts_of(session, process)
    points = found["transition"][0].points
    for place, megatrend in enumerate(found["megatrend"][:2]):
        told = {"strength": 2 + place, "reason": {"en": f"Both are about {points[place].title['en']}"}}
        cell = matrix.fill_cell(session, SYSTEM, process, megatrend, points[place], **told)
        assert cell is not None
        if place == 0:
            matrix.use_cells(session, SYSTEM, process, process.challenges[0], [cell])
        else:
            title = {"en": "A cooler city"}
            draft = matrix.draft_challenge(session, SYSTEM, process, [cell], title=title, description={})
            validate_challenges(session, process, draft)


def validate_challenges(session: Session, process: Process, draft: Challenge) -> None:
    """The first lies before the committee with a proposed change, the second was validated; the draft is linked."""
    first, second = process.challenges[:2]
    for row in session.scalars(select(Evidence).where(Evidence.process_id == process.id)):
        fiche.rest_on(session, SYSTEM, process, first, row, reason={"en": "It shows what is at stake"})
    fiche.link_challenges(session, SYSTEM, process, first, second, reason={"en": "Traffic warms the city"})
    fiche.link_challenges(session, SYSTEM, process, first, draft, reason={"en": "Both are about heat"})
    fiche.tag_challenge(session, SYSTEM, process, first, ["sdg-13", "eu-green-deal"])
    done = validating.ask_committee(session, SYSTEM, process, second)
    meeting = Meeting(clock.today(), 9, 8, 0, 1)
    validating.decide(session, SYSTEM, process, done, Outcome.VALIDATED, meeting, reason={"en": "Complete now"})
    asked = validating.ask_committee(session, SYSTEM, process, first)
    validating.comment(session, SYSTEM, process, asked, CommentKind.CHANGE, "Name the floods, too")


def consult(session: Session, process: Process) -> Consultation:
    """A consultation that was read and closed, one that is open and one in preparation."""
    consultation, found = read_consultation(session, process)
    theme_search.ask(session, SYSTEM, consultation, "buses in the evening")
    challenge = process.challenges[0]
    for number, theme in enumerate(found):
        if number == 0:
            themes.accept_theme(
                session, SYSTEM, process, theme, belongs_to=Belonging.CHALLENGE, place=challenge, version=theme.version
            )
        elif number == 1:
            themes.accept_theme(session, SYSTEM, process, theme, belongs_to=Belonging.NEW, version=theme.version)
        elif number == 2:
            themes.reject_theme(session, SYSTEM, process, theme, reason="Too wide", version=theme.version)
    run = current_run(session, consultation)
    assert run is not None
    draw_round(session, SYSTEM, process, run, found[0].question, size=12, seed=1)
    suggest_names(session, run)
    sort_statements(session, consultation)
    hand_in(session, consultation)
    flag_an_answer(session, consultation)
    invite_people(session, consultation)
    close_consultation(session, SYSTEM, consultation)
    opinions.show_reading(
        session, SYSTEM, process, read_votes(session, voted_consultation(session, process)), is_public=True
    )
    make_consultation(session, process, state=ConsultationState.OPEN, title={"en": "A second consultation"})
    draft = make_consultation(session, process, state=ConsultationState.DRAFT, title={"en": "In preparation"})
    keep_question(session, SYSTEM, draft.questions[1])
    keep_trial(session, SYSTEM, draft, make_sheet(draft, fit="yes", new_challenge="Only a test"), "form")
    return consultation


def write_information_sheet(session: Session, process: Process) -> None:
    """A sheet with own words and a comment; its first version is published, the second was only kept."""
    challenge = process.challenges[0]
    sheet = sheets_of_challenges.begin_sheet(session, SYSTEM, process, challenge)
    sheets_of_challenges.comment(session, SYSTEM, process, sheet, "Is this all?", block="themes")
    for words in ("Parts: [[sub_challenges]].", "Parts so far: [[sub_challenges]]."):
        draft = draft_of(session, challenge, sheet, "en")
        sheets_of_challenges.write_block(session, SYSTEM, process, sheet, draft, "themes", {Slot.AFTER: words})
        version = sheets_of_challenges.keep_version(session, SYSTEM, process, sheet)
        if version.number == 1:
            sheets_of_challenges.approve(session, SYSTEM, process, version)
            sheets_of_challenges.publish(session, SYSTEM, process, version)


def suggest_names(session: Session, run: AnalysisRun) -> None:
    """A language model gave names, one of them in every language and one in English only."""
    asking = NameAsking(run_id=run.id, model="tiny-1", host="localhost:9", started_at=clock.now())
    session.add(asking)
    session.flush()
    keys = [theme.public_id for theme in run.themes[:2]]
    every = {"nl": "Voorstel", "fr": "Proposition", "en": "Proposal", "de": "Vorschlag"}
    names = dict(zip(keys, (every, {"en": "Only proposed in English"}), strict=True))
    named = Named(names, {"assistant.not_a_name": 1}, asked=2, sent=5, prompt_version="1")
    store_names(session, SYSTEM, run.consultation.process, asking, named)


def sort_statements(session: Session, consultation: Consultation) -> None:
    """The machine has said where each statement belongs; people have decided about two."""
    process = consultation.process
    matching.start_reading(session, SYSTEM, process, consultation)
    session.commit()
    places = matching_queries.places_of(session, process)
    rows = matching_queries.statements_of(session, consultation)
    told = (Choice(Verdict.COMPLETES, process.challenges[0].public_id), Choice(Verdict.NEW))
    for row, choice in zip(rows, told, strict=False):
        matching.decide(session, SYSTEM, process, row, choice, places, version=row.version)


def hand_in(session: Session, consultation: Consultation) -> None:
    """A document that it offers, and a file that came with an answer."""
    files.add_document(session, SYSTEM, consultation, name="plan.pdf", content=b"%PDF-1.7", title={"en": "The plan"})
    sheet = session.scalars(select(Submission).where(Submission.consultation_id == consultation.id)).first()
    assert sheet is not None
    file = taken("idea.txt", b"An idea", ["txt"])
    session.add(
        Upload(
            consultation_id=consultation.id,
            submission_id=sheet.id,
            question=consultation.questions[0].key,
            form_hash=sheet.form_hash,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            day=sheet.day,
            content=file.content,
        )
    )
    session.flush()


def flag_an_answer(session: Session, consultation: Consultation) -> None:
    """One that seems to tell who somebody is, and that nobody looked at."""
    said = select(Answer).join(Submission).where(Submission.consultation_id == consultation.id)
    answer = session.scalars(said.where(Answer.text == "no idea")).one()
    looked = {answer.id: Looked(digest(answer.text), [[3, 7, "name"]])}
    store_flags(session, SYSTEM, consultation, looked)


def bring_files(session: Session, process: Process) -> None:
    """A table and a questionnaire from elsewhere that wait to be taken in, and a questionnaire that was."""
    table = ("answers.csv", b"Group;Why\nCitizen;Because\nCompany;That is how it is\n")
    for name, content in (table, ("survey.lss", limesurvey(rows("questions", question(1, "T", "Why"))))):
        imports.receive(session, SYSTEM, process, name=name, content=content, language="en")
    taken = limesurvey(rows("questions", question(1, "*", "Sum", "{1+1}")))
    row = imports.receive(session, SYSTEM, process, name="taken.lss", content=taken, language="en")
    imports.begin(session, SYSTEM, process, row)


def invite_people(session: Session, consultation: Consultation) -> None:
    """Contacts, one of them invited, a mail in preparation and one that was sent."""
    for name, helix in (("first", "business"), ("second", "citizen")):
        details = {"name": name.title(), "helix": helix, "attributes": {"commune": "Ixelles"}}
        make_contact(session, consultation.process, email=f"{name}@example.org", **details)
    make_ticket(session, consultation, email="invited@example.org")
    sent = create_mailing(session, SYSTEM, consultation, MailingKind.INVITATION)
    send_mailing(session, SYSTEM, consultation, sent)
    create_mailing(session, SYSTEM, consultation, MailingKind.REMINDER)
    targets = {"helix": {"business": 20}}
    set_targets(session, SYSTEM, consultation, targets, version=consultation.version)


def hold_camp(session: Session, process: Process) -> tuple[Camp, str]:
    """A camp with cards on an open board; its second board is closed. Somebody sits in the first group."""
    camp = make_camp(session, process)
    _seat, token = camps.issue_seat(session, SYSTEM, camp, name="Ada", group=camp.groups[0])
    camps.take_issued_seat(session, SYSTEM, token)
    accepted = session.scalars(select(Theme).where(Theme.state == "accepted").order_by(Theme.id)).all()
    card = make_card(session, camp.groups[0].board, "Repair in every district", themes=(accepted[0].public_id,))
    make_card(session, camp.groups[1].board, "Trees above every stop", themes=(accepted[-1].public_id,))
    selection.promote_card(session, SYSTEM, process, card)
    file = camps.upload_file(session, FACILITATOR, camp.groups[0].board, name="roof.pdf", content=b"%PDF-1.7")
    do(session, FACILITATOR, camp.groups[0].board, "attach_file", card=card.public_id, file=file.public_id)
    camps.set_board_state(session, SYSTEM, camp.groups[1].board, BoardState.CLOSED)
    seat = session.scalars(select(Seat).where(Seat.camp_id == camp.id)).first()
    assert seat is not None
    lead_session(session, camp, seat)
    await_people(session, camp)
    make_plan(session, camp, StepKind.WRITE, StepKind.REVEAL, StepKind.VOTE)
    camps.go_on(session, SYSTEM, camp)
    return camp, token


def lead_session(session: Session, camp: Camp, seat: Seat) -> None:
    """A vote that is closed and one that is open, a message, a request for help, and a card that was hidden."""
    board = camp.groups[0].board
    (first,) = camps.open_rounds(session, SYSTEM, [board], RoundSpec(question={"en": "Which cards go on?"}))
    ballot = {"round": first.public_id, "choices": {first.cards[0]: 1}}
    do(session, guest(seat), board, "cast_ballot", **ballot)
    camps.close_round(session, SYSTEM, first)
    camps.open_rounds(session, SYSTEM, [board], RoundSpec(RoundKind.RANKING, {"en": "Which is first?"}))
    camps.send_message(session, SYSTEM, camp, "Welcome to all")
    camps.ask_for_help(session, guest(seat), board, "What is a candidate?")
    unkind = make_card(session, board, "Something unkind", actor=guest(seat))
    camps.hide_card(session, SYSTEM, board, unkind.public_id, "It names a person")


def await_people(session: Session, camp: Camp) -> None:
    """Registrations: one that waits, one that was accepted."""
    registering.open_registrations(session, SYSTEM, camp, is_open=True)
    for name in ("Ben", "Chloé"):
        made = registering.enter(session, SYSTEM, camp, Details(name, f"{name[:2]}@example.org", helix="research"))
    registering.accept(session, SYSTEM, made)
    seats, groups = before_queries.seats_to_group(session, camp), before_queries.working_groups(session, camp)
    camp_jobs.ask_for(session, SYSTEM, camp, grouping.Wish(seed=2), public_id())
    grouping.keep(session, SYSTEM, camp, grouping.search(grouping.round_of(seats, groups), grouping.Wish(seed=1)))
    preparing.add_plenary(session, SYSTEM, camp)


def choose(session: Session, process: Process, camp: Camp) -> None:
    """Candidates, a round of rankings, scores, a published decision, and a plan that serves it."""
    sids = make_candidates(session, process, "Circular city", "Healthy food", "Shared mobility", "Digital services")
    (elsewhere,) = make_candidates(session, process, "Space travel")
    selection.withdraw_candidate(session, SYSTEM, process, elsewhere, reason="Outside our powers")
    link = LinkGiven(process.challenges[0].public_id, 2, {"en": "It repairs what warms the climate"})
    confirm_links(session, SYSTEM, process, sids[0], [link])
    counted = make_round(session, process, camp=camp)
    for user in session.scalars(select(User)).all():
        order = [[sid] for sid in counted.shown]
        selection.send_ranking(session, acting(user), process, counted, None, dict.fromkeys(counted.dimensions, order))
    selection.close_round(session, SYSTEM, process, counted)
    make_round(session, process, camp=camp)
    criteria = selection.start_criteria(session, SYSTEM, process, shortlist_size=3)
    make_weighing(session, process, criteria, (40, 30, 20, 10), (10, 40, 30, 20), (25, 25, 25, 25), give=5)
    editing.adopt_weights(session, SYSTEM, process, criteria, version=criteria.version)
    shortlist = make_shortlist(session, process, size=3)
    score_again(session, process, sids[0])
    selection.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    selection.amend(session, SYSTEM, process, shortlist, {"en": "One candidate was overlooked"})
    meet(session, process, sids)
    axis = plans.add_axis(session, SYSTEM, process, number="1", title={"en": "Circular city"})
    plans.add_action(session, SYSTEM, process, axis, number="1.1", title={"en": "Repair hubs"}, sids=sids[:1])


def score_again(session: Session, process: Process, sid: Sid) -> None:
    """Two members keep out of a candidate; after a discussion a second round, in which somebody changes a mark."""
    criteria = criteria_of(session, process)
    assert criteria is not None
    first, second, *_others, last = committee(session, process)
    sheets.declare_conflict(session, SYSTEM, process, sid, first.id, kind="author", words="Wrote its dossier")
    sheets.declare_conflict(session, acting(second), process, sid, second.id, kind="money")
    selection.open_again(session, SYSTEM, process, criteria, purpose={"en": "The dossiers were discussed"})
    mark = ScoreGiven(criteria.judged[0].public_id, 2, "Less than it seemed", confidence="high")
    selection.save_scores(session, SYSTEM, process, criteria, last.id, sid, [mark])
    selection.close_scoring(session, SYSTEM, process, criteria, seed=2)


def meet(session: Session, process: Process, sids: list[Sid]) -> None:
    """An open meeting of the committee: points, people, a motion of each kind, and a thread about a candidate."""
    meeting = commands.create_meeting(session, SYSTEM, process, title={"en": "A meeting of the committee"}, quorum=1)
    for title in ("About the first candidate", "About the rest"):
        named = [sids[0].public_id]
        item = commands.add_item(session, SYSTEM, process, meeting, title={"en": title}, minutes=15, sids=named)
    commands.open_meeting(session, SYSTEM, process, meeting)
    commands.start_item(session, SYSTEM, process, item, seen="")
    members = [member for member in committee(session, process) if member.email.startswith("committee_member@")]
    (actor,) = (acting(member) for member in members)
    commands.attend(session, actor, process, meeting, members[0].id, is_here=True)
    for place, kind in enumerate(MotionKind):
        motion = motions.propose_motion(
            session, actor, process, meeting, kind=kind, title={"en": f"A motion on {kind}"}, is_hidden=place > 1
        )
        motions.open_motion(session, SYSTEM, process, motion)
    motions.cast_vote(session, actor, process, motion, choice="yes", reason="It serves both districts")
    motions.close_motion(session, SYSTEM, process, motion)
    motions.propose_motion(session, SYSTEM, process, meeting, kind=kind, title={"en": "A motion for later"})
    commands.raise_hand(session, actor, process, meeting)
    post = threads.write_post(session, actor, process, sids[0], "It is strong in research")
    threads.write_post(session, SYSTEM, process, sids[0], "And weak in users", answers=post)
    threads.change_post(session, actor, process, post, "It is very strong in research", version=post.version)


def decide_fates(session: Session, process: Process) -> None:
    """A reply to an accepted theme, an answer set aside, and somebody who wants to hear of news."""
    told = fates.Told(Act.REPLY, {"en": "A plan for it is being made"})
    accepted = session.scalars(select(Theme).where(Theme.state == "accepted").order_by(Theme.id)).first()
    assert accepted is not None
    fates.reply_to_theme(session, SYSTEM, process, told, accepted)
    whole = whole_of(session, process)
    aside = fates.Told(Act.SET_ASIDE, {"en": "It names no subject"}, Reason.SAYS_NOTHING)
    fates.decide_answers(session, SYSTEM, process, aside, waiting_answers(whole, Why.NO_OPINION))
    fate_news.ask(session, SYSTEM, process, email="news@example.org", language="en")


def administered(session: Session, process: Process) -> dict[str, list[str]]:
    """What the pages of the administration are about."""
    somebody = session.scalars(select(User).where(User.email == "account@example.org")).one()
    return {
        "user_id": [somebody.public_id],
        "user_act": [act.value for act in UserAct],
        "change": ["off", "on", "out", "link"],
        "steering": ["cancel", "retry"],
        "listed_id": [process.organisation.public_id],
        "opening": ["close", "open"],
        "task": ["measure", "backup"],
        "backup_name": [made_backup()],
    }


def made_backup() -> str:
    """A file where backups lie."""
    path = administration_jobs.folder(current_app.extensions["cocreate_settings"]) / "cocreate-20260101-000000.tar.gz"
    path.write_bytes(b"everything")
    return path.name


def values_of(session: Session, process: Process, consultation: Consultation, camp: Camp) -> dict[str, list[str]]:
    """Every `<name_id>` is the public id of a row of that name; the rest is said by hand."""
    rows = {kind.ref_type: ids for kind in kinds() if (ids := public_ids(session, kind))}
    # `<round_id>` means a ranking_round.
    values = {f"{name.rsplit('_', 1)[-1]}_id": ids for name, ids in rows.items()}
    values |= {f"{name}_id": ids for name, ids in rows.items()}
    theme = session.scalars(select(Theme).where(Theme.state == "accepted").order_by(Theme.id)).first()
    assert theme is not None
    said = select(Answer.id).join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
    first_challenge, first_context = process.challenges[0], contexts_of(session, process)["megatrend"][0]
    told = {
        "process_id": [process.public_id],
        "organisation_id": [process.organisation.short_name],
        "consultation_id": [consultation.public_id, *values["consultation_id"]],
        "question_id": [question.public_id for question in consultation.questions],
        "theme_id": [theme.public_id],
        "submission_id": list(
            session.scalars(select(Submission.id).where(Submission.consultation_id == consultation.id).limit(1))
        ),
        "answer_id": list(session.scalars(said.where(ThemeAnswer.theme_id == theme.id).limit(1))),
        "board_id": [group.board.public_id for group in camp.groups],
        "group_id": [camp.groups[0].public_id],
        "challenge_id": [first_challenge.public_id],
        "parts": ["sub-challenges"],
        "challenge_validation_id": [open_validation(session, first_challenge)],
        "context_id": [first_context.public_id],
        "context_point_id": [first_context.points[0].public_id],
        "priority_id": [contexts_of(session, process)["transition"][0].points[0].public_id],
        "import_id": values["import_file_id"],
        "part_id": [first_challenge.sub_challenges[0].public_id],
        "export_id": [make_export(session, consultation)],
        "upload_id": list(session.scalars(select(Upload.id).where(Upload.consultation_id == consultation.id))),
        "form": ["json", "txt"],  # of one's own answers
        "directory_format": ["csv", "xlsx", "json"],
        "audit_format": ["csv", "json"],
        "register_format": ["csv", "json"],
        "evidence_kind": ["document", "indicator", "interview"],
        "context_kind": ["megatrend"],
        "paper": ["pdf", "docx"],
        "made_id": [make_report(session, camp)],
        "theme_report_id": [make_theme_report(session, consultation)],
        "reader": ["team", "public"],
        "data": ["html", "csv", "json"],
        "record_id": values["decision_record_id"][:1],  # the second is an amendment in preparation
        "method_format": ["html", "pdf", "docx"],
        "round_id": values["ranking_round_id"][::-1],  # the open one first
        "counted_id": values["ranking_round_id"][:1],
        "dimension": ["impact"],
        "ballot_format": ["csv", "preflib"],
        "version": ["any"],
        "provider": ["elsewhere"],
        "colour": ["1d5fa7"],
        "logo_hash": [process.organisation.logo_hash],
        "reading_id": values["opinion_reading_id"],
        "act": ["exclude", "merge", "split", "transversal", "thematic"],
        "turn": ["transversal", "thematic"],
        "attribute": ["helix", "language"],
        "figure_id": [f"helix-{consultation.public_id}"],
        "figure_format": ["svg", "png", "csv"],
        "document_number": ["1"],
        "edition_number": ["1"],
        "release_number": ["1"],
        "data_file": ["answers.csv", "answers.json", "datapackage.json"],
        "sheet_format": ["html", "pdf", "docx"],
        "fate_format": ["csv", "json"],
        "notice_id": [notice_of(session, "account@example.org")],
        "letter_name": ["invitation", "personal_link"],
        "letter_language": ["nl"],
        "sheet_number": ["1", "2"],
        "sheet_block": ["themes"],
        "reason_key": ["insult"],
        "moderation_batch": list(session.scalars(select(ModerationDecision.batch).limit(1))),
        "path": ["css/main.css"],
        **administered(session, process),
    }
    return {name: list(dict.fromkeys(ids)) for name, ids in {**values, **told}.items()}


def tell(session: Session, process: Process) -> None:
    """News, an event, a document, whom the population consists of, and a version of the open data."""
    for told in (
        NewsTold({"en": "We begin"}, {"en": "Everybody is welcome"}),
        NewsTold({"en": "An evening of questions"}, {}, clock.now() + timedelta(days=3), "Town hall"),
    ):
        news.publish_news(session, SYSTEM, process, told)
    words = {"title": {"en": "The way we work"}, "name": "way.pdf", "content": b"%PDF-1.7"}
    shelf.offer_document(session, SYSTEM, process, **words)
    population = PopulationTold({"business": 25, "citizen": 60}, "A census", "https://example.org/census", 2025)
    set_population(session, SYSTEM, process, Attribute.HELIX, population)
    keep_edition(session, SYSTEM, process)
    open_data.ask_for_release(session, SYSTEM, process, "CC-BY-4.0")


def open_validation(session: Session, challenge: Challenge) -> str:
    """What lies before the committee."""
    asked = validating.latest(session, challenge)
    assert asked is not None
    return asked.public_id


def make_export(session: Session, consultation: Consultation) -> str:
    """A large export of a consultation, made and kept."""
    wish = Wish().packed()
    task = jobs.enqueue(
        session, SYSTEM, EXPORT_JOB, process=consultation.process, consultation_id=consultation.id, wish=wish
    )
    session.commit()
    return task.public_id


def make_report(session: Session, camp: Camp) -> str:
    """A camp's report for paper, made and kept."""
    task = report.ask_for(session, SYSTEM, camp, "docx", "en")
    session.commit()
    return task.public_id


def make_theme_report(session: Session, consultation: Consultation) -> str:
    """A report on themes for paper, made and kept."""
    task = theme_reporting.ask_for(session, SYSTEM, consultation, "docx", "en", is_public=False)
    session.commit()
    return task.public_id


def kinds() -> list[type[Any]]:
    """Every table whose rows appear in addresses."""
    found, open_ = [], list(HasPublicId.__subclasses__())
    while open_:
        kind = open_.pop()
        open_ += kind.__subclasses__()
        if hasattr(kind, "__table__"):
            found.append(kind)
    return found


def public_ids(session: Session, kind: type[Any]) -> list[str]:
    return list(session.scalars(select(kind.public_id).order_by(kind.id).limit(3)))


def only_english(session: Session) -> list[str]:
    """Texts of organisers in English and no other language: every page has to say that they are English."""
    columns = [c for t in Base.metadata.tables.values() for c in t.columns if isinstance(c.type, JSON)]
    values = (value for column in columns for value in session.scalars(select(column)))
    found = {value["en"] for value in values if isinstance(value, dict) and value.keys() == {"en"}}
    return sorted(found - set(session.scalars(select(Card.text))))  # a card is in the language of whoever wrote it


def tokens_of(session: Session, process: Process, user: User, seat_token: str) -> dict[str, str]:
    """Secrets in addresses, by endpoint: a sign-in link, an invitation, a new password, a seat."""
    link = make_sign_in_link(session, user, once=False, lasts=timedelta(hours=6)).rsplit("/", 1)[1]
    invited = invitations.invite(
        session, SYSTEM, process, email="newer@example.org", role=Role.OBSERVER, language="en"
    )[1]
    leaving = opt_out_token(session.scalars(select(Contact).order_by(Contact.id)).first())
    session.commit()
    return {
        "account.open_link": link,
        "account.follow_link": link,
        "account.invitation": invited,
        "account.accept_invitation": invited,
        "security.reset_password": generate_reset_password_token(user),
        "camp.personal": seat_token,
        **dict.fromkeys(
            (f"ecosystem_own.{name}" for name in ("show", "correct", "agree", "remove")),
            own_token(session.scalars(select(EcosystemActor).order_by(EcosystemActor.id)).first()),
        ),
        **dict.fromkeys(
            ("camp_registering.own", "camp_registering.erase_own"),
            registering.own_token(session.scalars(select(Registration).order_by(Registration.id)).first()),
        ),
        **own_pages(session),
        **notice_links(session, user),
        "survey_inviting.follow": ticket_token(session.scalars(select(Invitation)).one()),
        "survey_inviting.opt_out": leaving,
        "survey_inviting.opt_in": leaving,
    }


def notice_of(session: Session, email: str) -> str:
    """The first notice of a person."""
    mine = select(Notice.public_id).join(User, Notice.user_id == User.id).where(User.email == email)
    return session.scalars(mine.order_by(Notice.id)).first() or ""


def notice_links(session: Session, user: User) -> dict[str, str]:
    """Links of mails with notices, of an address that follows, and of a calendar."""
    follow = session.scalars(select(Follow).where(Follow.follower_id.is_not(None)).order_by(Follow.id)).first()
    assert follow is not None and follow.follower is not None
    leaving = notice_ways.leave_path(follow.follower).rsplit("/", 1)[1]
    return {
        "notices.stop": notice_ways.stop_path(user).rsplit("/", 1)[1],
        "following.confirm": notice_ways.confirm_path(follow).rsplit("/", 1)[1],
        "following.mine": leaving,
        "following.drop": leaving,
        "calendar.own_file": own_path(session, user).rsplit("/", 1)[1].removesuffix(".ics"),
    }


def own_pages(session: Session) -> dict[str, str]:
    """Links to what is kept of somebody, and to a registration."""
    person = session.scalars(select(Person).order_by(Person.id)).first()
    request = session.scalars(select(Request).order_by(Request.id)).first()
    assert person is not None and request is not None
    own = ("show", "consents", "part", "tell", "data", "new_link", "erase")
    asked = ("confirm", "confirmed", "take_back")
    return {f"directory_own.{name}": people_links.own_token(person) for name in own} | {
        f"directory_request.{name}": people_links.request_token(request) for name in asked
    }


def shift_phases(session: Session, world: World, when: str) -> None:
    """Let every phase of the process lie ahead, be open, or be over."""
    starts, ends = {"before": (1, 2), "during": (-1, 1), "after": (-2, -1)}[when]
    now = clock.now()
    phases = session.scalars(select(Phase).join(Process).where(Process.public_id == world.process_id))
    for phase in phases:
        phase.starts_at, phase.ends_at = now + timedelta(days=starts), now + timedelta(days=ends)
    session.commit()


def visit(app: Flask, world: World, who: str) -> FlaskClient:
    """Somebody's browser: signed in, or on a seat, or neither."""
    client = app.test_client()
    if who == SEAT:
        shown = client.get(f"/en/seat/{world.seat_token}")
        token = csrf_token(shown.text)
        seated = client.post(f"/en/seat/{world.seat_token}", data={"csrf_token": token})
        assert seated.status_code == 303, seated.text
    elif who != VISITOR:
        with app.app_context():
            user = db.session.scalars(select(User).where(User.email == world.people[who])).one()
            sign_in(client, user)
    return client


def cookies_of(client: FlaskClient) -> dict[str, str]:
    """What the browser keeps."""
    return {cookie.key: cookie.value for cookie in client._cookies.values()}


@dataclass(frozen=True)
class Reader:
    """Somebody who opens pages, each as if it were the first of the visit: no page changes what the next one shows."""

    app: Flask
    cookies: dict[str, str]

    def browser(self) -> FlaskClient:
        """A browser with these cookies."""
        client = self.app.test_client()
        for name, value in self.cookies.items():
            client.set_cookie(name, value)
        return client

    def open(self, path: str, **options: Any) -> Any:
        """The answer, in English."""
        return self.browser().get(f"/en{path}", **options)


def readers(app: Flask, world: World) -> dict[str, Reader]:
    """Everybody who may come, each with the forgery token that goes with the forms they will see."""
    clients = {who: visit(app, world, who) for who in PEOPLE}
    for client in clients.values():
        client.get(f"/en/seat/{world.seat_token}")  # has a form that everybody may see
    return {who: Reader(app, cookies_of(client)) for who, client in clients.items()}
