"""Contacts: by hand, from files of every sort, opted out, returned, taken out again."""

import csv
import io
from typing import Any

import pytest
import xlsxwriter
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.directory.words import helix_of
from cocreate.errors import Conflict, DomainError, Invalid
from cocreate.process.models import Process
from cocreate.survey.inviting import contacts, queries, way_in
from cocreate.survey.inviting.contacts import import_contacts, mark_bounced, opt_out
from cocreate.survey.inviting.models import Contact
from cocreate.survey.inviting.queries import Chosen
from cocreate.survey.inviting.rules import ContactDetails, addresses_in, attributes_in
from tests.factories.accounts import make_member, sign_in
from tests.factories.inviting import make_contact
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def contacts_page(process: Process, *rest: str) -> str:
    return "/".join([f"/en/p/{process.public_id}/manage/contacts", *rest])


def emails(session: Session) -> list[str]:
    return sorted(session.scalars(select(Contact.email)))


def upload(organiser: FlaskClient, process: Process, content: bytes, name: str = "people.csv") -> Any:
    page = contacts_page(process, "import")
    data = {"language": "fr", "file": (io.BytesIO(content), name)}
    return organiser.submit(page, data, content_type="multipart/form-data")


def test_a_contact_is_added_changed_and_deleted(organiser: FlaskClient, session: Session, process: Process) -> None:
    typed = {"email": " Ada@Example.ORG ", "name": "Ada", "language": "nl", "helix": "research"}
    typed["attributes"] = "commune: Ixelles\nbookworm"
    assert organiser.submit(contacts_page(process, "new"), typed).status_code == 302
    ada = session.scalars(select(Contact)).one()
    assert (ada.email, ada.language, ada.helix) == ("ada@example.org", "nl", "research")
    assert ada.attributes == {"commune": "Ixelles", "bookworm": "yes"}

    shown = organiser.get(contacts_page(process, ada.public_id)).text
    assert "commune: Ixelles" in shown
    typed["attributes"] = "commune: Jette"
    assert organiser.submit(contacts_page(process, ada.public_id), typed).status_code == 302
    session.refresh(ada)
    assert ada.attributes == {"commune": "Jette"}
    organiser.submit(contacts_page(process, ada.public_id), {}, to=contacts_page(process, ada.public_id, "delete"))
    assert emails(session) == []
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb.startswith("survey:contact")))
    assert [line.verb.rsplit(":")[-1] for line in lines] == ["add", "edit", "delete"]
    assert "ada@" not in str([line.details for line in lines])


@pytest.mark.parametrize("email", ["", "ada", "ada@", "a@b", "x" * 400 + "@example.org", "a\nb@example.org", "🦆@x"])
def test_an_address_that_is_none_is_refused_kindly(organiser: FlaskClient, process: Process, email: str) -> None:
    refused = organiser.submit(contacts_page(process, "new"), {"email": email, "language": "en", "name": "Kept"})
    assert refused.status_code == 422
    assert "error-summary" in refused.text and 'value="Kept"' in refused.text


def test_an_address_is_in_a_process_once(session: Session, process: Process) -> None:
    make_contact(session, process, email="ada@example.org")
    with pytest.raises(Conflict):
        make_contact(session, process, email="Ada@example.org")
    make_contact(session, make_process(session), email="ada@example.org")


CSV_FILES = {
    "commas": "E-mail,Name,Language,Category,Commune\nada@example.org,Ada,nl,company,Ixelles\n",
    "semicolons and a mark": (
        "\ufeffE-mailadres;Naam;Taal;Categorie;Commune\r\nada@example.org;Ada;Nederlands;bedrijf;Ixelles\r\n"
    ),
    "tabs and first names": (
        "mail\tprénom\tnom\tlangue\tcatégorie\tcommune\nada@example.org\t\tAda\tnl-BE\tEntreprise\tIxelles\n"
    ),
}


@pytest.mark.parametrize("text", CSV_FILES.values(), ids=CSV_FILES)
def test_a_file_is_read_whatever_program_wrote_it(
    organiser: FlaskClient, session: Session, process: Process, text: str
) -> None:
    assert upload(organiser, process, text.encode()).status_code == 302
    ada = session.scalars(select(Contact)).one()
    assert (ada.email, ada.name, ada.language, ada.helix) == ("ada@example.org", "Ada", "nl", "business")
    assert ada.attributes == {"commune": "Ixelles"}


def test_a_file_of_an_old_windows_program_keeps_its_accents() -> None:
    table = contacts.read_table("email,name\nx@example.org,Zoë Müller\n".encode("cp1252"))
    assert contacts.read_contacts(table, "en").contacts[0].name == "Zoë Müller"


def test_a_spreadsheet_is_read(organiser: FlaskClient, session: Session, process: Process) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Email", "Voornaam", "Familienaam", "Year of birth"])
        sheet.write_row(1, 0, ["ada@example.org", "Ada", "B.", 1985])
    assert upload(organiser, process, out.getvalue(), "people.xlsx").status_code == 302
    ada = session.scalars(select(Contact)).one()
    assert (ada.name, ada.language, ada.attributes) == ("Ada B.", "fr", {"year_of_birth": "1985"})


def test_one_wrong_line_stores_nothing_and_is_named(organiser: FlaskClient, session: Session, process: Process) -> None:
    lines = "email,helix,language\na@example.org,citizen,\nnonsense,,\nb@example.org,martian,\nc@example.org,,xx\n"
    refused = upload(organiser, process, lines.encode())
    assert refused.status_code == 422 and emails(session) == []
    for line, said in (("3", "complete e-mail"), ("4", "group is not"), ("5", "language is not")):
        assert f'<th scope="row">{line}</th>' in refused.text and said in refused.text


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"name,city\nAda,Gent\n", b"PK\x03\x04broken", b"\xff\xfe", b"\x00\x00", b'email\n"', b"email\n"],
)
def test_a_file_that_cannot_be_used_is_refused_kindly(
    organiser: FlaskClient, session: Session, process: Process, content: bytes
) -> None:
    refused = upload(organiser, process, content)
    assert refused.status_code == 422 and "error-summary" in refused.text
    assert emails(session) == []


def test_importing_again_brings_up_to_date_and_forgets_no_opting_out(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    ada = make_contact(session, process, email="ada@example.org", name="Ada", attributes={"commune": "Jette"})
    opt_out(session, SYSTEM, process, ada)
    lines = "email,name,sector\nADA@example.org,,energy\nada@example.org,,\nbob@example.org,Bob,\n"
    assert upload(organiser, process, lines.encode()).status_code == 302
    session.expire_all()
    assert emails(session) == ["ada@example.org", "bob@example.org"]
    assert (ada.name, ada.attributes, ada.is_opted_out) == ("Ada", {"commune": "Jette", "sector": "energy"}, True)


def test_what_was_taken_out_can_be_brought_in_again(organiser: FlaskClient, session: Session, process: Process) -> None:
    known = {"age": "30-39", "phone": "+32 2 123", "account": "@ada"}
    make_contact(session, process, email="ada@example.org", name="=1+1", helix="citizen", attributes=known)
    taken = organiser.get(contacts_page(process, "export.csv"))
    rows = list(csv.DictReader(io.StringIO(taken.text.removeprefix("\ufeff"))))
    assert rows[0]["email"] == "ada@example.org" and rows[0]["age"] == "30-39"
    assert rows[0]["name"] == "'=1+1", "a spreadsheet must not compute what somebody wrote as a name"
    (read,) = contacts.read_contacts(contacts.read_table(taken.data), "en").contacts
    assert (read.email, read.name, read.helix) == ("ada@example.org", "=1+1", "citizen")
    assert dict(read.attributes) == known


def test_contacts_are_found_by_words_group_and_attribute(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    make_contact(session, process, email="ada@example.org", helix="research", attributes={"commune": "Ixelles"})
    make_contact(session, process, email="bob@example.org", name="100%_sure", helix="business")
    for query, wanted in (
        ("search=ADA", "ada"),
        ("search=100%25_", "bob"),
        ("helix=research", "ada"),
        ("attribute=commune&value=ixelles", "ada"),
    ):
        page = organiser.get(f"{contacts_page(process)}/?{query}").text
        assert {name for name in ("ada", "bob") if f"{name}@example.org</a>" in page} == {wanted}, query
    for odd in ("attribute=%22%27%5C&value=x", "search=%00", "helix=nowhere", "page=999", "search=" + "x" * 9000):
        assert organiser.get(f"{contacts_page(process)}/?{odd}").status_code == 200


def test_many_contacts_come_in_pages(organiser: FlaskClient, session: Session, process: Process) -> None:
    people = [ContactDetails(f"p{number:03}@example.org") for number in range(queries.PAGE + 3)]
    import_contacts(session, SYSTEM, process, people)
    first, second = (organiser.get(f"{contacts_page(process)}/?page={page}").text for page in (1, 2))
    assert "p000@example.org" in first and "p052@example.org" not in first
    assert "p052@example.org" in second and "Page 2 of 2" in second


DSN = """From: MAILER-DAEMON@mail.example.org
To: sender@example.org

Final-Recipient: rfc822; <Ada@example.org>
Action: failed
Status: 5.1.1
"""


def test_returned_mail_marks_the_addresses_it_names(organiser: FlaskClient, session: Session, process: Process) -> None:
    ada = make_contact(session, process, email="ada@example.org")
    sender = make_contact(session, process, email="sender@example.org")
    assert organiser.submit(contacts_page(process, "bounces"), {"text": DSN}).status_code == 302
    session.expire_all()
    assert ada.is_bounced and not sender.is_bounced
    assert addresses_in(DSN.replace("failed", "delayed")) == set()
    assert addresses_in("ada@example.org, <bob@example.org>;\neve@example.org.") == {
        "ada@example.org",
        "bob@example.org",
        "eve@example.org",
    }


def test_a_long_text_without_addresses_is_read_to_its_end() -> None:
    assert addresses_in("x" * 6_000_000 + "@") == set()
    assert addresses_in("a@" * 2_000_000) == set()


def test_a_new_address_is_taken_to_work(organiser: FlaskClient, session: Session, process: Process) -> None:
    ada = make_contact(session, process, email="ada@example.org")
    mark_bounced(session, SYSTEM, process, {"ada@example.org"})
    session.refresh(ada)
    typed = {"email": "ada@new.example.org", "language": "en", "is_bounced": "y"}
    organiser.submit(contacts_page(process, ada.public_id), typed)
    session.refresh(ada)
    assert not ada.is_bounced


def test_no_more_mails_takes_one_button_and_no_account(client: FlaskClient, session: Session, process: Process) -> None:
    ada = make_contact(session, process, email="ada@example.org")
    page = f"/en/no-more-mail/{way_in.opt_out_token(ada)}"
    assert "Send me no more mails" in client.get(page).text
    session.refresh(ada)
    assert not ada.is_opted_out, "a program that opens every link must not decide for somebody"
    assert client.submit(page).status_code == 303
    session.refresh(ada)
    assert ada.is_opted_out and "You get no more mails" in client.get(page).text
    assert client.get("/en/no-more-mail/" + "0" * 36).status_code == 404


def test_only_organisers_see_contacts(client: FlaskClient, session: Session, process: Process) -> None:
    sign_in(client, make_member(session, process, Role.ANALYST))
    assert client.get(contacts_page(process) + "/").status_code == 403


def test_words_for_the_groups_are_understood_in_four_languages() -> None:
    assert [helix_of(word) for word in ("Burger", "société civile", "Public_Sector", "Forschung", "")] == [
        "citizen",
        "civil_society",
        "public_sector",
        "research",
        "",
    ]
    assert helix_of("martian") is None


@given(st.text(max_size=400))
def test_typed_attributes_never_break(text: str) -> None:
    for key, value in attributes_in(text).items():
        assert key and len(key) <= 40 and value == value.strip()


@given(st.binary(max_size=300))
def test_a_file_of_anything_is_read_or_refused(content: bytes) -> None:
    try:
        found = contacts.read_contacts(contacts.read_table(content), "en")
    except Invalid:
        return
    assert all("@" in contact.email for contact in found.contacts)


def test_a_choice_of_nobody_in_particular_is_everybody(session: Session, process: Process) -> None:
    make_contact(session, process)
    assert not Chosen() and queries.count(session, queries.contacts_where(process, Chosen())) == 1
    with pytest.raises(DomainError):
        make_contact(session, process, attributes={str(n): "x" for n in range(40)})
