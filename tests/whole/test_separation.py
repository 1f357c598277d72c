"""Organisations are strictly apart: people of one against every address of another's process, hidden and public."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cocreate.accounts.models import User
from cocreate.core.db import db
from cocreate.core.permissions import EVERYONE, TABLE, Role
from cocreate.process.models import Process
from tests.whole.choosing import EVERYTHING
from tests.whole.test_permissions import (  # noqa: F401  fixtures
    Browser,
    browsers,
    nothing_is_stored,
    rules,
)
from tests.whole.world import COLLEAGUE, STRANGER, VISITOR, World

OUTSIDERS = (STRANGER, COLLEAGUE, "administrator", "account", VISITOR)


def addresses(app: Flask, world: World, **instead: str) -> Iterator[tuple[str, Any, str]]:
    """Every method and address beneath a process."""
    for method, rule in rules(app):
        if "process_id" in rule.arguments:
            values = next(world.addresses(rule)) | instead
            yield method, rule, app.url_map.bind("localhost").build(rule.endpoint, values, method)


def set_public(app: Flask, world: World, is_public: bool) -> None:
    with app.app_context():
        process = db.session.scalars(select(Process).where(Process.public_id == world.process_id)).one()
        process.is_public = is_public
        db.session.commit()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_hidden_process_is_not_there_for_people_of_other_organisations(
    whole_app: Flask,
    world: World,
    browsers: dict[str, Browser],  # noqa: F811
    who: str,
) -> None:
    set_public(whole_app, world, False)
    found, asked = [], 0
    try:
        for method, rule, path in addresses(whole_app, world):
            permission = TABLE[whole_app.view_functions[rule.endpoint].permission]
            outcome, asked = browsers[who].ask(method, path), asked + 1
            if who == "administrator" and Role.ADMINISTRATOR in permission.roles:
                assert outcome.status < 500
            elif who == VISITOR and Role.VISITOR not in permission.roles:
                if outcome.code != "sign_in_first":
                    found.append(f"{method} {path}: {outcome}")
            elif outcome.status != 404:
                found.append(f"{method} {path}: {outcome}")
    finally:
        set_public(whole_app, world, True)
    assert asked > 200 or not EVERYTHING
    assert not found, f"{len(found)} of {asked}:\n" + "\n".join(found[:40])


@pytest.mark.parametrize("who", (STRANGER, COLLEAGUE))
def test_a_public_process_shows_people_of_other_organisations_what_it_shows_any_account(
    whole_app: Flask,
    world: World,
    browsers: dict[str, Browser],  # noqa: F811
    who: str,
) -> None:
    different, reads = [], 0
    for method, rule, path in addresses(whole_app, world):
        permission = TABLE[whole_app.view_functions[rule.endpoint].permission]
        theirs, anybody = browsers[who].ask(method, path), browsers["account"].ask(method, path)
        reads += method == "GET" and theirs.status == 200
        if theirs != anybody:
            different.append(f"{method} {path}: {theirs}, others {anybody}")
        if theirs.status == 200 and permission.roles != EVERYONE and Role.ACCOUNT not in permission.roles:
            different.append(f"{method} {path}: shown by {permission.name}")
    assert reads > 20 or not EVERYTHING
    assert not different, f"{len(different)}:\n" + "\n".join(different[:40])


def test_what_belongs_to_one_process_is_not_found_beneath_another(
    whole_app: Flask,
    world: World,
    browsers: dict[str, Browser],  # noqa: F811
) -> None:
    """Whoever runs another organisation puts our ids into addresses of their own process."""
    with whole_app.app_context():
        stranger = db.session.scalars(select(User).where(User.email == world.people[STRANGER])).one()
        (own,) = {row.process_id for row in stranger.memberships}
        own_id = db.session.get_one(Process, own).public_id
    leaks, asked = [], 0
    for method, rule, path in addresses(whole_app, world, process_id=own_id):
        if not any(name.endswith("_id") and name != "process_id" for name in rule.arguments):
            continue
        outcome, asked = browsers[STRANGER].ask(method, path), asked + 1
        is_refused = outcome.status not in (200, 204) and outcome.status < 500
        is_shut = outcome.status == 404 or outcome.is_refusal
        if not (is_shut if method == "GET" else is_refused):
            leaks.append(f"{method} {path}: {outcome}")
    assert asked > 100 or not EVERYTHING
    assert not leaks, f"{len(leaks)} of {asked}:\n" + "\n".join(leaks[:40])
