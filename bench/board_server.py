"""The real server with bench participants let in by `Cookie: bench_participant=7`; started by bench/board.py only.

It differs from `cocreate serve` in two things, neither of which the application itself knows: the header is exchanged
for the signed cookies of that participant's seat before the request reaches it, and the event `bench` rewrites an
operation of the load client to one of ours and hands it to the same handler. Who may do what is checked as ever.
"""

# isort: skip_file
from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import os  # noqa: E402
import re  # noqa: E402
from collections.abc import Callable, Iterable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402
from zlib import crc32  # noqa: E402

from bench.board_camp import ZONES, card_id  # noqa: E402
from cocreate import server  # noqa: E402
from cocreate.app import create_app, socketio  # noqa: E402
from cocreate.camp.realtime import BoardNamespace  # noqa: E402
from cocreate.settings import Settings  # noqa: E402

SIGNED_IN = re.compile(r"bench_participant=(\d+)")
texts: dict[str, str] = {}  # of cards, as a browser has them in front of it


def as_ours(asked: dict[str, Any]) -> dict[str, Any]:
    """An operation of the load client, as one of our boards'."""
    card, kind = card_id(asked["card"], camp["name"]), asked["kind"]
    if kind == "vote":
        return {"kind": "vote", "card": card}
    if kind == "edit":
        was, texts[card] = texts.get(card, "A card of the bench"), asked["text"]
        return {"kind": "edit_card", "card": card, "text": asked["text"], "was": was}
    if kind == "add":
        made = camp["name"] + re.sub(r"\D", "x", asked["id"]).rjust(11, "x")
        return {
            "kind": "add_card",
            "card": made,
            "zone": ZONES[0],
            "text": asked["text"],
            "rank": crc32(made.encode()) / 7.0,
        }
    zone = ZONES[asked["x"] % 3] if kind == "move" else ZONES[2]
    between = crc32(asked["id"].encode()) / 7.0  # two neighbours, as a browser puts a card
    return {"kind": "move_card", "card": card, "zone": zone, "rank": between}


def as_operation(trigger_event: Callable[..., Any]) -> Callable[..., Any]:
    """Bring in the load client's operations by the door of every other one."""

    def inner(namespace: BoardNamespace, event: str, *args: Any) -> Any:
        if event != "bench":
            return trigger_event(namespace, event, *args)
        connection, asked = args
        operation = {"op_id": asked["id"], **as_ours(asked)}
        return trigger_event(namespace, "op", connection, {"board": camp["board"], "op": operation})

    return inner


def letting_in(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Exchange the bench's header for the cookies that such a browser would have."""

    def inner(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        found = SIGNED_IN.search(environ.get("HTTP_COOKIE", ""))
        if found:
            seat = camp["seats"][int(found[1])]
            environ["HTTP_COOKIE"] = f"{camp['visit']}; {camp['cookie']}={seat}"
        return application(environ, start_response)

    return inner


if __name__ == "__main__":
    camp: dict[str, Any] = json.loads(Path(os.environ["BENCH_CAMP"]).read_text())
    BoardNamespace.trigger_event = as_operation(BoardNamespace.trigger_event)  # type: ignore[method-assign]
    settings = Settings.from_environment()
    app = create_app(settings)
    server.get_ready(app)
    app.wsgi_app = letting_in(app.wsgi_app)  # type: ignore[method-assign]
    socketio.run(app, host=settings.host, port=settings.port, log_output=False)
