"""Permissions are declared in one place: every address and every event of a live board names a line of the table."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from cocreate.app import STAGES, create_app, socketio
from cocreate.core import stages
from cocreate.core.permissions import TABLE, Role
from cocreate.process.rules import PhaseKind
from cocreate.settings import Settings
from tests.architecture.source import modules, strings, templates

NAME = re.compile(r"([a-z_]+)(:[a-z_]+){1,2}")


def events() -> Iterator[tuple[str, Any]]:
    """Every handler of every Socket.IO namespace, and those attached without one."""
    for stage in stages.announced():
        for namespace in stage.namespaces:
            for name in dir(namespace):
                if name.startswith("on_"):
                    yield f"{namespace.namespace} {name}", getattr(namespace, name)
    for name, handler, namespace in socketio.handlers or []:
        yield f"{namespace} {name}", handler


def test_every_address_names_a_permission_of_the_table(app: Flask) -> None:
    undeclared = [
        f"{rule.rule} ({rule.endpoint}): {getattr(app.view_functions[rule.endpoint], 'permission', None)}"
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "permission", None) not in TABLE
    ]
    assert not undeclared, "without @requires, or with a name that policy.py does not define:\n" + "\n".join(undeclared)


def test_every_event_names_a_permission_of_the_table() -> None:
    found = list(events())
    assert found, "there is a live board, so there are events"
    undeclared = [name for name, handler in found if getattr(handler, "permission", None) not in TABLE]
    assert not undeclared


def test_an_address_without_a_permission_is_noticed(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(AssertionError, match="/forgotten"):
        test_every_address_names_a_permission_of_the_table(app)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_permission_says_which_stage_what_and_how_in_its_name(name: str) -> None:
    line = TABLE[name]
    stage = name.split(":")[0]
    assert NAME.fullmatch(name) and stage in {"core", *STAGES}
    assert line.roles and line.roles <= set(Role)
    assert line.help.endswith(".") and line.help[0].isupper(), "one sentence for whoever prints the table"
    assert line.during is None or line.during in set(PhaseKind)


def test_every_permission_is_asked_for_somewhere_beside_its_definition() -> None:
    defined_in = re.compile(r'Permission\(\s*"([\w:]+)"')
    text = {}
    for path in modules():
        with open(path_of(path), encoding="utf-8") as file:
            text[path] = defined_in.sub("", file.read())
    everything = "\n".join([*text.values(), *templates().values()])
    computed = {value for value in strings() if value.endswith(":") and value.count(":") == 2}
    unused = [
        name
        for name in sorted(TABLE)
        if f'"{name}"' not in everything and f"'{name}'" not in everything
        and not any(name.startswith(start) for start in computed)
    ]  # fmt: skip
    assert not unused, f"nobody asks for {unused}"


def path_of(path: str) -> str:
    from tests.architecture.source import ROOT

    return str(ROOT / path)
