"""The pages on what became of contributions, for everybody, for writers and for organisers; and the mail with news."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.public.fates import commands, news
from cocreate.public.fates.rules import Act
from cocreate.public.models import FateDecision, FateMark, FateWatch
from cocreate.selection import commands as selection
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Consultation
from cocreate.themes import commands as themes
from cocreate.themes.models import Theme
from cocreate.themes.rules import Belonging
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import guest, make_camp, make_card, make_seat
from tests.factories.selection import as_proposed, make_candidates, make_shortlist
from tests.factories.survey import make_sheet
from tests.factories.themes import read_consultation, show_everything

CODE = "K7QM-2XRB-9TDW"


@pytest.fixture
def read(session: Session) -> tuple[Consultation, list[Theme]]:
    consultation, found = read_consultation(session)
    first, second, _third = found
    told = {"belongs_to": Belonging.NEW, "version": first.version}
    themes.accept_theme(session, SYSTEM, consultation.process, first, **told)
    themes.reject_theme(session, SYSTEM, consultation.process, second, reason="Too wide", version=second.version)
    sheet = make_sheet(consultation, new_challenge="Nobody else says this. It is about lamps.", receipt_code=CODE)
    import_submissions(session, SYSTEM, consultation, [sheet])
    show_everything(consultation)
    session.commit()
    return consultation, found


def base_of(process: Process) -> str:
    return f"/en/p/{process.public_id}"


def enter(client: FlaskClient, session: Session, process: Process, role: Role = Role.ORGANISER) -> None:
    user = make_member(session, process, role)
    session.commit()
    sign_in(client, user)


def test_everybody_sees_sums_picture_and_chains(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    consultation, (first, second, _third) = read
    process, base = consultation.process, base_of(consultation.process)
    camp = make_camp(session, process)
    seat, _token = make_seat(session, camp, helix="research")
    told = {"actor": guest(seat), "themes": (first.public_id,)}
    card = make_card(session, camp.groups[0].board, "A night network", **told)
    sid = selection.promote_card(session, SYSTEM, process, card, title={"en": "Night mobility"})
    session.commit()
    page = client.get(f"{base}/fates/").text
    assert "21 contributions" in page and "The analysts left its theme aside." in page
    assert 'class="chart chart--flows"' in page and "Night mobility" in page
    assert second.title["en"] not in page  # nobody's business: it was left aside
    for at in (f"theme-{first.public_id}", f"card-{card.public_id}", f"sid-{sid.public_id}"):
        shown = client.get(f"{base}/fates/chain?at={at}").text
        assert "A night network" in shown and "Night mobility" in shown and first.title["en"] in shown, at
    assert client.get(f"{base}/fates/chain?at=theme-{second.public_id}").status_code == 404
    assert client.get(f"{base}/fates/chain?at=nonsense").status_code == 404


def test_the_data_say_what_the_page_says(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    base = base_of(read[0].process)
    told = json.loads(client.get(f"{base}/fates/data.json").text)
    assert told["contributions"] == sum(n for row in told["fates"].values() for n in row.values()) == 20
    table = client.get(f"{base}/fates/data.csv").text.splitlines()
    assert table[-1] == "all,all,20" and len(table) == 17
    chain = json.loads(client.get(f"{base}/fates/chain.json").text)
    assert [thing["id"] for thing in chain["things"]] == [read[1][0].public_id]


def test_an_organiser_sets_aside_what_waits_and_takes_it_back(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    process = read[0].process
    page = f"{base_of(process)}/manage/fates"
    enter(client, session, process)
    shown = client.get(f"{page}?why=unread").text
    assert "It is about lamps." in shown
    refused = client.submit(
        f"{page}?why=unread", {"why": "unread", "act": "set_aside", "scope": "all", "reason": ""}, to=page
    )
    assert refused.status_code == 422 and "Choose a reason" in refused.text
    nobody = {"why": "unread", "act": "reply", "scope": "ticked", "reason": "", "words-en": "Noted, thank you"}
    refused = client.submit(f"{page}?why=unread", nobody, to=page)
    assert refused.status_code == 409 and "Noted, thank you" in refused.text
    form = {"why": "unread", "act": "set_aside", "scope": "all", "reason": "other_body", "words-en": "The city's lamps",
            "form_id": "abcdefghijkl"}  # fmt: skip
    for _click in range(2):
        assert client.submit(f"{page}?why=theme", form, to=page).status_code == 303
    (decision,) = session.scalars(select(FateDecision)).all()
    assert decision.size == 1 and "It is about lamps." not in client.get(f"{page}?why=unread").text
    own = client.submit(f"{base_of(process)}/consultations/{read[0].public_id}/receipt", {"code": CODE}).text
    assert "Another authority decides about it." in own and "The city&#39;s lamps" in own
    listed = f"{page}/decisions"
    assert client.submit(listed, to=f"{listed}/{decision.public_id}/undo").status_code == 303
    assert not session.scalars(select(FateMark)).all()
    assert "taken back on" in client.get(listed).text


def test_a_reply_to_a_theme_reaches_everybody_in_it(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    consultation, (first, _second, _third) = read
    process = consultation.process
    enter(client, session, process, Role.ANALYST)
    page = f"{base_of(process)}/manage/fates/themes"
    assert first.title["en"] in client.get(page).text
    one = f"{page}/{first.public_id}"
    assert client.submit(one, {"words-en": ""}).status_code == 422
    assert client.submit(one, {"words-en": "A plan for it starts in May"}).status_code == 303
    assert "A plan for it starts in May" in client.get(f"{base_of(process)}/fates/").text
    again = client.submit(one, {"words-en": "Another word"})
    assert again.status_code == 409


def test_strangers_neither_work_nor_decide(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    process = read[0].process
    enter(client, session, process, Role.COMMITTEE_MEMBER)
    assert client.get(f"{base_of(process)}/manage/fates").status_code == 403


def test_each_passage_has_its_own_fate(session: Session, read: tuple[Consultation, list[Theme]]) -> None:
    from cocreate.public.fates.own import tell
    from cocreate.survey.models import Answer
    from cocreate.themes.models import ThemeAnswer

    consultation, (first, second, _third) = read
    text = "The buses should run at night. Plant a tree at every stop."
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=text)])
    answer = session.scalars(select(Answer).where(Answer.text == text)).one()
    start = text.index("Plant")
    session.add(ThemeAnswer(theme_id=second.id, answer_id=answer.id, strength=1.0, quote_rank=None))
    session.add(
        ThemeAnswer(theme_id=first.id, answer_id=answer.id, strength=0.5, quote_rank=None, is_main=False, start=start)
    )
    session.flush()
    own = tell(session, consultation.process, [answer])[answer.id]
    assert [(p.text, p.fate.kind.value, p.outcomes[0].theme.id) for p in own.passages] == [
        ("The buses should run at night.", "out_of_scope", second.id),
        ("Plant a tree at every stop.", "kept", first.id),
    ]
    assert own.fate.kind.value == "kept"


def test_a_seat_sees_what_became_of_its_cards(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    process = read[0].process
    camp = make_camp(session, process)
    seat, token = make_seat(session, camp, helix="research")
    card = make_card(session, camp.groups[0].board, "Lamps for all", actor=guest(seat))
    make_card(session, camp.groups[0].board, "Somebody else's idea")
    selection.promote_card(session, SYSTEM, process, card, title={"en": "Light"})
    session.commit()
    page = f"{base_of(process)}/fates/mine"
    assert "Lamps for all" not in client.get(page).text
    client.submit(f"/en/seat/{token}")
    shown = client.get(page).text
    assert "Lamps for all" in shown and "Light" in shown and "Somebody else" not in shown


def test_news_goes_out_once_without_a_trace_of_whose_answer_it_is_about(
    client: FlaskClient, session: Session, read: tuple[Consultation, list[Theme]]
) -> None:
    consultation, _themes = read
    process, base = consultation.process, base_of(consultation.process)
    ask = f"{base}/fates/news/{consultation.public_id}"
    own = f"{base}/consultations/{consultation.public_id}/receipt"
    wrong = client.submit(own, {"code": CODE, "email": "no address"}, to=ask)
    assert wrong.status_code == 422 and 'value="no address"' in wrong.text
    assert client.submit(own, {"code": "WRONG", "email": "ada@example.org"}, to=ask).status_code == 422
    assert not session.scalars(select(FateWatch)).all()
    for _click in range(2):
        done = client.submit(own, {"code": CODE, "email": " Ada@example.org "}, to=ask)
        assert done.status_code == 200 and "It is about lamps." in done.text
    (watch,) = session.scalars(select(FateWatch)).all()
    columns = set(FateWatch.__table__.columns.keys())
    assert watch.email == "ada@example.org" and columns == {"id", "process_id", "email", "language", "last_day"}
    make_candidates(session, process, "One", "Two", "Three")
    shortlist = make_shortlist(session, process, size=2)
    selection.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    session.commit()
    (mail,) = session.scalars(select(OutgoingMail)).all()
    assert mail.recipient == "ada@example.org" and mail.leaves_no_trace
    assert CODE not in mail.text and "lamps" not in mail.text and f"{process.public_id}/fates" in mail.text
    assert not session.scalars(select(FateWatch)).all()


def test_an_address_is_erased_when_its_last_day_is_over(
    session: Session, read: tuple[Consultation, list[Theme]], monkeypatch: pytest.MonkeyPatch
) -> None:
    news.ask(session, SYSTEM, read[0].process, email="ada@example.org", language="en")
    news.forget_old(session)
    assert news.waiting(session, read[0].process) == 1
    monkeypatch.setattr(clock, "today", lambda: news.last_day(clock.now().date()).replace(year=clock.now().year + 2))
    news.forget_old(session)
    assert news.waiting(session, read[0].process) == 0


def test_a_reply_needs_words_and_a_reason_is_from_the_list(session: Session) -> None:
    from cocreate.errors import Invalid

    for told in (commands.Told(Act.REPLY, {"en": " "}), commands.Told(Act.SET_ASIDE, {"en": "No"})):
        with pytest.raises(Invalid):
            told.check()
