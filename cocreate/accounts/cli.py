"""`cocreate user`: accounts from the command line, for whoever runs the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from cocreate.accounts import commands, queries
from cocreate.accounts.commands import make_sign_in_link
from cocreate.accounts.mails import full_address
from cocreate.accounts.models import Membership, User
from cocreate.core.db import db, transaction
from cocreate.core.permissions import PROCESS_ROLES, SYSTEM, Role
from cocreate.errors import DomainError
from cocreate.settings import LANGUAGES
from cocreate.web.messages import say


@click.group()
def user() -> None:
    """Accounts: create, list, give roles, set a password, end sessions."""


@user.command("create")
@click.argument("email")
@click.option("--name", default="", help="As others see it.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--administrator", is_flag=True, help="Also administrator of this installation.")
@click.option("--password", is_flag=True, help="Ask for a password; without, the person signs in by links.")
@with_appcontext
def create(email: str, name: str, language: str, administrator: bool, password: bool) -> None:
    """Make an account and print a link to sign in with it."""
    secret = click.prompt("Password", hide_input=True, confirmation_prompt=True) if password else None
    with _refusals(), transaction() as session:
        made = commands.create_user(session, SYSTEM, email=email, name=name, language=language, password=secret)
        if administrator:
            commands.grant_site_role(session, SYSTEM, made)
        click.echo(f"{made.email} has an account. Sign in once within 30 minutes by:")
        click.echo(_link(session, made))


@user.command("list")
@with_appcontext
def list_users() -> None:
    """All accounts with their roles."""
    session = db.session()
    for person in queries.all_users(session):
        roles = [str(role.name) for role in person.roles]
        roles += [f"{m.process.public_id}:{m.role}" for m in queries.memberships_of(session, person)]
        second = "second step" if person.has_second_factor else "-"
        click.echo("\t".join([person.email, person.name or "-", second, " ".join(roles) or "-"]))
    session.rollback()


@user.command("role")
@click.argument("email")
@click.argument("role")
@click.option("--process", "process_id", default="", help="Public id of the process, as in its address.")
@click.option("--remove", is_flag=True, help="Take the role instead of giving it.")
@with_appcontext
def change_role(email: str, role: str, process_id: str, remove: bool) -> None:
    """Give or take a role: `administrator`, or one in a process."""
    with _refusals(), transaction() as session:
        person = _find(session, email)
        if role == Role.ADMINISTRATOR:
            (commands.revoke_site_role if remove else commands.grant_site_role)(session, SYSTEM, person)
        elif role not in PROCESS_ROLES:
            _fail(f"Roles are administrator, {', '.join(PROCESS_ROLES)}.")
        else:
            process = _find_process(session, process_id)
            (commands.revoke_role if remove else commands.grant_role)(session, SYSTEM, process, person, Role(role))
    click.echo("Done.")


@user.command("password")
@click.argument("email")
@with_appcontext
def password(email: str) -> None:
    """Set a password (asked for); all sessions of the account end."""
    with _refusals(), transaction() as session:
        person = _find(session, email)
        secret = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        commands.set_password(session, SYSTEM, person, secret)
    click.echo("Done. All sessions of this account have ended.")


@user.command("link")
@click.argument("email")
@with_appcontext
def link(email: str) -> None:
    """Print a link that signs in once, within 30 minutes."""
    with _refusals(), transaction() as session:
        click.echo(_link(session, _find(session, email)))


@user.command("end-sessions")
@click.argument("email")
@with_appcontext
def end_sessions(email: str) -> None:
    """Sign an account out everywhere."""
    with _refusals(), transaction() as session:
        commands.end_sessions(session, SYSTEM, _find(session, email))
    click.echo("Done.")


@user.command("forget-second-step")
@click.argument("email")
@with_appcontext
def forget_second_step(email: str) -> None:
    """For somebody who lost phone and recovery codes: the next sign-in connects a new app."""
    with _refusals(), transaction() as session:
        commands.forget_second_factor(session, SYSTEM, _find(session, email))
    click.echo("Done. Make sure that it really is them.")


def _link(session: Session, person: User) -> str:
    return full_address(make_sign_in_link(session, person), person.language)


def _find(session: Session, email: str) -> User:
    return queries.find_user(session, email) or _fail(f"There is no account for {email}.")


def _find_process(session: Session, public_id: str) -> Any:
    process = Membership.process.property.mapper.class_  # the class itself belongs to a later stage
    found = session.query(process).filter_by(public_id=public_id).one_or_none()
    return found if found is not None else _fail("Name the process with --process and its public id.")


def _fail(sentence: str) -> NoReturn:
    raise click.ClickException(sentence)


@contextmanager
def _refusals() -> Iterator[None]:
    """A refusal is a sentence, not a stack of calls."""
    try:
        yield
    except DomainError as error:
        raise click.ClickException(say(error)) from None
