"""An organisation that is switched off is there for nobody, and comes back as it was."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.accounts.organisations.commands import close_organisation
from cocreate.accounts.rules import MemberRole
from cocreate.core.permissions import SYSTEM, Role
from cocreate.notices.queries import notices_of, unread_count
from tests.factories.accounts import make_colleague, make_member, make_user, sign_in
from tests.factories.notices import make_notice
from tests.factories.process import make_organisation, make_process
from tests.factories.search import index


def test_organisations_are_listed_with_numbers(admin: FlaskClient, session: Session) -> None:
    one = make_organisation(session, "one")
    make_colleague(session, one, MemberRole.ADMINISTRATOR)
    make_colleague(session, one)
    make_process(session, organisation=one)
    page = admin.get("/en/admin/organisations").text
    row = page[page.index("/en/o/one/people") :].split("</tr>")[0]
    numbers = [int(cell.split("<")[0]) for cell in row.split('<td class="num">')[1:]]
    assert numbers[:2] == [2, 1] and sum(numbers[2:]) == 1


def test_what_is_switched_off_is_there_for_nobody_until_it_is_switched_on(
    app: Flask, admin: FlaskClient, session: Session
) -> None:
    one = make_organisation(session, "one")
    process = make_process(session, title="Airport", organisation=one)
    process.is_public = True
    owner = sign_in(app.test_client(), make_member(session, process, Role.OWNER))
    colleague = sign_in(app.test_client(), make_colleague(session, one, MemberRole.ADMINISTRATOR))
    visitor = app.test_client()
    home = f"/en/p/{process.public_id}/"
    reached = [
        (visitor, home),
        (owner, f"{home}manage/"),
        (colleague, "/en/o/one/"),
        (visitor, f"/api/v1/processes/{process.public_id}"),
    ]

    def seen() -> bool:
        answers = {browser.get(path).status_code for browser, path in reached}
        told = [browser.get(path).text for browser, path in ((visitor, "/en/"), (owner, "/en/account/"))]
        assert len(answers) == 1 and len({"Airport" in page for page in told}) == 1
        return answers == {200} and "Airport" in told[0]

    assert seen()
    admin.submit("/en/admin/organisations", to=f"/en/admin/organisations/{one.public_id}/close")
    assert not seen()
    admin.submit("/en/admin/organisations", to=f"/en/admin/organisations/{one.public_id}/open")
    assert seen()


def test_what_is_switched_off_is_not_found_by_searching(app: Flask, admin: FlaskClient, session: Session) -> None:
    one = make_organisation(session, "one")
    process = make_process(session, title="Airport", organisation=one)
    owner = sign_in(app.test_client(), make_member(session, process, Role.OWNER))
    session.commit()
    index(session)
    people = (owner, app.test_client())

    def found() -> set[bool]:
        return {f"/p/{process.public_id}/" in browser.get("/en/search?q=Airport").text for browser in people}

    assert found() == {True}
    admin.submit("/en/admin/organisations", to=f"/en/admin/organisations/{one.public_id}/close")
    assert found() == {False}


def test_nobody_is_told_of_what_is_switched_off(session: Session) -> None:
    process = make_process(session)
    somebody = make_user(session)
    make_notice(session, process, somebody)
    assert (unread_count(session, somebody), len(notices_of(session, somebody))) == (1, 1)
    close_organisation(session, SYSTEM, process.organisation)
    assert (unread_count(session, somebody), len(notices_of(session, somebody))) == (0, 0)
