"""A camp to measure with: one board on which N participants sit, G x 50 cards; made by bench/board.py only.

Everybody is at one board (the plenary), because what is measured is one operation reaching everybody else.
"""

import json
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeSerializer

from cocreate import clock
from cocreate.app import create_app
from cocreate.camp import commands, seating
from cocreate.camp.models import Camp, Card, Seat
from cocreate.camp.rules import BoardState
from cocreate.core.db import db
from cocreate.core.ids import digest, secret_token
from cocreate.core.permissions import SYSTEM
from cocreate.settings import Settings
from tests.factories.process import make_process

ZONES = ("market", "strengths", "candidates")
CARDS_PER_GROUP = 50
VOTES = 100_000  # each seat's; the bench votes more than people do


def card_id(number: int, name: str = "a") -> str:
    """The public id of the bench's card with this number in the camp of this name."""
    return f"{name}{number:011d}"


def furnish(environment: dict[str, str], *, seats: int, groups: int, store: Path, name: str = "a") -> dict[str, Any]:
    """Make tables, camp, cards and seats; what the bench's server needs is written to `store`.

    Several camps of one database are told apart by a letter, their `name`.
    """
    app = create_app(Settings.from_environment(environment))
    with app.app_context():
        db.create_all()
        session = db.session()
        process = make_process(session, title="Bench")
        title = {"en": "Bench"}
        camp: Camp = commands.create_camp(session, SYSTEM, process, title=title, votes_per_seat=VOTES)
        commands.steer_all_boards(session, SYSTEM, camp, BoardState.OPEN)
        board = camp.groups[0].board
        zones = {zone.key: zone.id for zone in board.zones}
        session.add_all(
            Card(
                public_id=card_id(number, name),
                board_id=board.id,
                zone_id=zones[ZONES[number % 3]],
                text="A card of the bench",
                rank=float(number),
                created_at=clock.now(),
            )
            for number in range(groups * CARDS_PER_GROUP)
        )
        tokens = [secret_token() for _ in range(seats)]
        now = clock.now()
        session.add_all(
            Seat(camp_id=camp.id, name=f"Participant {n}", token_hash=digest(token), taken_at=now)
            for n, token in enumerate(tokens)
        )
        session.commit()
        camp_file = {
            "name": name,
            "board": board.public_id,
            "cookie": seating.PREFIX + camp.public_id,
            **_cookies(app, tokens),
        }
        db.engine.dispose()
    store.write_text(json.dumps(camp_file))
    return camp_file


def _cookies(app: Flask, tokens: list[str]) -> dict[str, Any]:
    signer = URLSafeSerializer(app.secret_key or "", salt="camp-seat")
    with app.test_request_context():
        from flask import session as visit

        csrf = generate_csrf()
        name = app.config["SESSION_COOKIE_NAME"]
        sealed = app.session_interface.get_signing_serializer(app).dumps(dict(visit))  # type: ignore[attr-defined]
    return {"csrf": csrf, "visit": f"{name}={sealed}", "seats": [signer.dumps(token) for token in tokens]}
