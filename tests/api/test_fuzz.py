"""The description is true: whatever is sent, nothing breaks and nothing is answered that it does not name.

Requests made of the description by Schemathesis, for everybody who may come, with the ids of things that are there and
with others. What programs write is really stored, in a world of this file's own.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from sqlalchemy import select

from cocreate.accounts.models import User
from cocreate.core.db import db
from tests.factories.api import make_token
from tests.tiers import is_deep, is_its_turn
from tests.whole.conftest import whole_app, world  # noqa: F401  fixtures
from tests.whole.world import PEOPLE, SEAT, VISITOR, World

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
FEW = settings(
    max_examples=15 if is_deep("storms") else 5,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(whole_app: Flask) -> Any:  # noqa: F811
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", whole_app)


def token_of(app: Flask, world: World, who: str) -> str:  # noqa: F811
    """A token that is for everything; "" for a visitor."""
    if who == VISITOR:
        return ""
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == world.people[who])).one()
        return make_token(db.session(), user)


def operations(described: Any) -> Iterator[Any]:
    for found in described.get_all_operations():
        yield found.ok()


@pytest.mark.slow
@pytest.mark.parametrize(
    "who",
    [
        pytest.param(who, marks=pytest.mark.deep("storms", always=is_its_turn(place, every=4)))
        for place, who in enumerate(who for who in PEOPLE if who != SEAT)
    ],
)
def test_whatever_a_program_sends_is_answered_as_described(
    whole_app: Flask,  # noqa: F811
    world: World,  # noqa: F811
    described: Any,
    who: str,
) -> None:
    token = token_of(whole_app, world, who)
    plain = {"Accept-Encoding": "identity"}  # the transport unpacks nothing
    headers = {**plain, **({"Authorization": f"Bearer {token}"} if token else {})}
    answered: dict[int, int] = {}
    for operation in operations(described):
        there = {one.name: world.values[one.name][0] for one in operation.path_parameters}
        try_out(operation, GenerationMode.POSITIVE, {}, headers, answered)
        if there:
            try_out(operation, GenerationMode.POSITIVE, there, headers, answered)
        if operation.query or operation.body:  # what can be wrong beside the ids
            try_out(operation, GenerationMode.NEGATIVE, there, headers, answered)
    assert answered[200] > 50 and answered[404] > 50 and answered[422] > 20, answered


def try_out(
    operation: Any,
    mode: GenerationMode,
    known: dict[str, str],
    headers: dict[str, str],
    answered: dict[int, int],
) -> None:
    @FEW
    @given(case=operation.as_strategy(mode, **({"path_parameters": known} if known else {})))
    def one(case: Any) -> None:
        response = case.call(headers=headers)
        answered[response.status_code] = answered.get(response.status_code, 0) + 1
        case.validate_response(response, checks=CHECKS, headers=headers)

    one()
