"""Accounts from the command line."""

import re
from typing import Any

from cocreate.accounts import queries
from cocreate.core.permissions import Role
from tests.factories.accounts import make_user, role_of, sign_in
from tests.factories.process import make_process


def run(app: Any, *words: str, typed: str = "") -> Any:
    return app.test_cli_runner().invoke(args=["user", *words], input=typed)


def test_the_first_administrator_comes_from_the_command_line_and_signs_in_by_the_printed_link(app, client) -> None:
    done = run(app, "create", "Root@Example.org", "--name", "Root", "--language", "nl", "--administrator")
    assert done.exit_code == 0, done.output
    path = re.search(r"http://localhost(/nl/account/link/\S+)", done.output)[1]  # type: ignore[index]
    assert client.submit(path).location == "/nl/account/second-step"
    assert "root@example.org\tRoot\t-\tadministrator" in run(app, "list").output


def test_a_password_is_asked_and_never_given_as_an_argument(app, client) -> None:
    secret = "words that nobody guesses"
    assert run(app, "create", "ada@example.org", "--password", typed=f"{secret}\n{secret}\n").exit_code == 0
    entered = client.submit("/en/account/sign-in", {"email": "ada@example.org", "password": secret})
    assert entered.location == "/en/account/"
    weak = run(app, "password", "ada@example.org", typed="short\nshort\n")
    assert weak.exit_code == 1
    assert "at least 10 characters" in weak.output
    assert run(app, "end-sessions", "ada@example.org").exit_code == 0
    assert client.get("/en/account/").status_code == 302


def test_roles_are_given_and_taken(app, session) -> None:
    process = make_process(session)
    user = make_user(session, email="ada@example.org")
    session.commit()
    for more, expected in (((), ["analyst"]), (("--remove",), [])):
        done = run(app, "role", "ada@example.org", "analyst", "--process", process.public_id, *more)
        assert done.exit_code == 0, done.output
        session.expire_all()
        assert role_of(user, process) == expected


def test_what_does_not_exist_is_said_in_a_sentence(app, session) -> None:
    make_user(session, email="ada@example.org")
    session.commit()
    for words, sentence in (
        (("role", "ada@example.org", "king"), "Roles are"),
        (("role", "ada@example.org", "owner"), "--process"),
        (("link", "nobody@example.org"), "no account"),
        (("create", "ada@example.org"), "already an account"),
        (("create", "ada"), "not a complete"),
    ):
        done = run(app, *words)
        assert done.exit_code == 1
        assert sentence in done.output


def test_who_lost_everything_connects_a_new_app(app, session, client) -> None:
    user = make_user(session, email="ada@example.org")
    user.tf_primary_method, user.tf_totp_secret, user.mf_recovery_codes = "authenticator", "secret", ["hash"]
    sign_in(client, user)
    assert run(app, "forget-second-step", "ada@example.org").exit_code == 0
    session.expire_all()
    found = queries.find_user(session, "ada@example.org")
    assert found is not None and not found.has_second_factor and found.mf_recovery_codes is None
    assert client.get("/en/account/").status_code == 302
    assert Role.ADMINISTRATOR not in found.roles_in(None)
