"""Programs with tokens."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.api import tokens
from cocreate.api.rules import Scope
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM


def make_token(session: Session, user: User, scopes: tuple[str, ...] = tuple(Scope), *, days: int = 30) -> str:
    """A person's new token, as it is shown once."""
    form_id = public_id()
    tokens.make_token(session, SYSTEM, user, name="A program", scopes=scopes, days=days, form_id=form_id)
    session.commit()
    return tokens.secret_of(user, form_id)


@dataclass
class Program:
    """Sends requests with a token, or without one; keeps no cookies."""

    client: FlaskClient
    token: str = ""

    def ask(self, method: str, path: str, **options: Any) -> Any:
        headers = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **options.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.ask("GET", path, **options)

    def post(self, path: str, told: Any, **options: Any) -> Any:
        return self.ask("POST", path, json=told, **options)


def program(app: Flask, token: str = "") -> Program:
    return Program(app.test_client(use_cookies=False), token)
