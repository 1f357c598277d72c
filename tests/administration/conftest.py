"""Somebody who runs the installation, at their browser."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from tests.factories.accounts import make_administrator, sign_in


@pytest.fixture
def administrator(session: Session) -> User:
    """Who signs in by a link, and has just done so."""
    return make_administrator(session, email="admin@example.org", name="Ada Min")


@pytest.fixture
def admin(client: FlaskClient, administrator: User) -> FlaskClient:
    """Their browser."""
    return sign_in(client, administrator)
