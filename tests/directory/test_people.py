"""People of the directory: added, changed, what they agree to, files, erased."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import grids
from cocreate.core.audit import AuditEntry
from cocreate.core.ids import digest
from cocreate.core.permissions import SYSTEM
from cocreate.directory import files, people, queries, taking_part
from cocreate.directory.models import Consent, Participation, Person
from cocreate.directory.queries import Wanted
from cocreate.directory.rules import WORDINGS, PersonTold, Purpose, Reach, Source, Told
from cocreate.errors import Conflict, Invalid, NotFound
from tests.factories.directory import make_person
from tests.factories.process import make_organisation, make_process


def names(session: Session, process: object, **wanted: str) -> list[str]:
    return [one.name for one in session.scalars(queries.people_where(process, Wanted(**wanted)))]  # type: ignore[arg-type]


def test_an_address_is_in_a_directory_once_however_it_is_written(session: Session) -> None:
    process = make_process(session)
    make_person(session, process, email="ada@example.org")
    with pytest.raises(Conflict, match=r"directory.person.known"):
        make_person(session, process, email="ADA@example.org")


def test_organisations_know_the_same_person_apart(session: Session) -> None:
    here = make_process(session, organisation=make_organisation(session, "here"))
    there = make_process(session, organisation=make_organisation(session, "there"))
    make_person(session, here, name="Ada Here", email="ada@example.org")
    person = make_person(session, there, name="Ada There", email="ada@example.org")
    assert names(session, here) == ["Ada Here"]
    with pytest.raises(NotFound):
        queries.find_person(session, here, person.public_id)


def test_processes_of_one_organisation_share_its_directory(session: Session) -> None:
    first, second = make_process(session), make_process(session, title="Another")
    make_person(session, first, name="Shared")
    assert names(session, second) == ["Shared"]


def test_without_a_mail_address_another_way_is_needed(session: Session) -> None:
    process = make_process(session)
    with pytest.raises(Invalid, match=r"directory.person.address_needed"):
        make_person(session, process, email="")
    assert make_person(session, process, email="", reach=Reach.PHONE.value, phone="02 555 00 00").is_assisted


def test_the_same_form_sent_twice_adds_one(session: Session) -> None:
    process, told = make_process(session), PersonTold("Ada", "ada@example.org")
    for _ in range(2):
        people.add_person(session, SYSTEM, process, told, source=Source.ENTERED, public_id="abcdefghijkl")
    assert names(session, process) == ["Ada"]


def test_people_are_found_without_accents_by_what_they_know(session: Session) -> None:
    process = make_process(session)
    make_person(session, process, name="Zoë Müller", skills=("Économie circulaire",), works_for="Ville")
    make_person(session, process, name="Ben")
    assert names(session, process, search="economie zoe") == ["Zoë Müller"]
    assert names(session, process, search="VILLE") == ["Zoë Müller"]
    assert names(session, process, search="100%") == []


def test_people_are_filtered_by_language_use_consent_and_process(session: Session) -> None:
    process = make_process(session)
    ada = make_person(session, process, name="Ada", speaks=("nl",), uses=("camp",), agrees=(Purpose.EXPERT,))
    make_person(session, process, name="Ben", language="de")
    taking_part.invite(session, SYSTEM, process, [ada])
    assert names(session, process, language="nl") == names(session, process, use="camp") == ["Ada"]
    assert names(session, process, consent="expert") == names(session, process, here="invited") == ["Ada"]
    assert names(session, process, here="none") == ["Ben"]


def test_what_the_team_changes_leaves_gender_to_the_person(session: Session) -> None:
    process = make_process(session)
    person = make_person(session, process, gender="woman")
    told = replace(people.told_of(person), name="New Name", gender="")
    people.change_person(session, SYSTEM, person, told, process=process.public_id)
    assert (person.name, person.gender) == ("New Name", "woman")


def test_another_address_ends_the_links_to_the_earlier_one(session: Session) -> None:
    process = make_process(session)
    person = make_person(session, process)
    moved = replace(people.told_of(person), email="moved@example.org")
    people.change_person(session, SYSTEM, person, moved, process=process.public_id)
    assert person.link_number == 2


def test_consents_are_kept_with_their_days_when_taken_back(session: Session) -> None:
    person = make_person(session, make_process(session), agrees=(Purpose.WRITE,))
    people.set_consents(session, SYSTEM, person, ["expert"], Told.FORM, language="nl")
    people.set_consents(session, SYSTEM, person, ["expert", "write"], Told.FORM, language="nl")
    kept = [(one.purpose, one.withdrawn_on is not None) for one in person.consents]
    assert kept == [("write", True), ("expert", False), ("write", False)]
    assert person.agrees_to("write") and not person.agrees_to("keep")


def test_the_words_that_people_agreed_to_never_change() -> None:
    """A wording that is changed gets a new number: what somebody read stays what they agreed to."""
    said = {(one.value, number): digest(str(text))[:12] for one in WORDINGS for number, text in WORDINGS[one].items()}
    assert said == {("keep", 1): "84d32a6e75ba", ("write", 1): "94c770236d26", ("expert", 1): "a3e8755483fb"}


def read(text: str) -> files.PeopleFile:
    return files.read_people(grids.read_grid(text.encode()), "fr")


def test_a_file_is_read_in_the_words_of_its_language() -> None:
    found = read(
        "Naam;E-mail;Organisatie;Categorie;Functie;Vaardigheden;Talen\n"
        "Ada;ada@example.org;Lab;onderzoek;Hoofd;bodem, recht;nl, frans\n"
    )
    (ada,) = found.people
    assert (ada.works_for, ada.helix, ada.function, ada.skills) == ("Lab", "research", "Hoofd", ("bodem", "recht"))
    assert (ada.speaks, ada.language) == (("nl", "fr"), "fr")


def test_each_wrong_line_is_named() -> None:
    found = read(
        "name;email;helix\nAda;ada@example.org;research\n;b@example.org;\nCid;no address;\nDee;d@example.org;wizard\n"
        "Eve;ada@example.org;\n"
    )
    assert [(one.line, one.code) for one in found.problems] == [
        (3, "directory.person.name"),
        (4, "directory.person.no_address"),
        (5, "directory.person.helix"),
        (6, "directory.file.address_twice"),
    ]


def test_a_file_without_names_is_refused() -> None:
    with pytest.raises(Invalid, match=r"directory.file.no_name_column"):
        read("colour;size\nred;3\n")


def test_a_file_completes_and_never_overwrites(session: Session) -> None:
    process = make_process(session)
    known = make_person(session, process, name="Ada", email="ada@example.org", works_for="Her own lab")
    lines = [
        PersonTold("A. Lovelace", "ada@example.org", works_for="Somewhere else", function="Head"),
        PersonTold("Ben", "ben@example.org"),
    ]
    done = people.import_people(session, SYSTEM, process, lines, source="List of 2026", agreed=True)
    assert (done.added, done.updated) == (1, 1)
    assert (known.name, known.works_for, known.function) == ("Ada", "Her own lab", "Head")
    ben = queries.find_by_email(session, process, "ben@example.org")
    assert ben is not None and ben.agrees_to("keep") and (ben.source, ben.source_note) == ("file", "List of 2026")


def test_what_is_taken_out_can_be_brought_in_again(session: Session) -> None:
    process = make_process(session)
    told = PersonTold(
        *("Ada", "ada@example.org", "=Lab", "research", "Head", ("soil", "law"), ("nl",), "de", ("camp", "expertise")),
        **{"availability": "not on Mondays", "reach": "phone", "phone": "02", "help_needed": "A ramp"},
    )
    make_person(session, process, **vars(told))
    people = session.scalars(queries.people_where(process, Wanted())).all()
    for content in (files.as_csv(people), files.as_workbook(people)):
        (again,) = files.read_people(grids.read_grid(content), "en").people
        assert replace(again, works_for=again.works_for.lstrip("'")) == told.checked()
    assert b'"name": "Ada"' in files.as_json(people)


def test_erasing_leaves_nothing_but_that_it_happened(session: Session) -> None:
    process = make_process(session)
    person = make_person(session, process, agrees=(Purpose.KEEP,))
    taking_part.invite(session, SYSTEM, process, [person])
    people.erase_person(session, SYSTEM, person)
    for table in (Person, Consent, Participation):
        assert session.scalars(select(table)).all() == []
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "directory:person:erase")).one()
    assert (line.actor, line.at.date() <= date.today()) == ("", True)
