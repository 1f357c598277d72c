"""All resources of version 1, in the order of the method, and how they are attached to an application."""

from typing import Any

from flask import Flask, request

from cocreate.api.v1 import (
    camps,
    challenges,
    consultations,
    ecosystem,
    evidence,
    fates,
    news,
    people,
    processes,
    records,
    search,
    selection,
    themes,
)
from cocreate.api.v1.describing import Description
from cocreate.settings import Settings
from cocreate.web.problems import asks_as_program

RESOURCES = (
    processes.every,
    processes.one,
    people.part,
    challenges.part,
    evidence.part,
    consultations.part,
    themes.part,
    ecosystem.part,
    camps.part,
    selection.part,
    fates.part,
    news.part,
    records.part,
    search.part,
)
KEY = "cocreate_api_v1"


def init_app(app: Flask, settings: Settings) -> None:
    """Attach them, and answer other sites' pages where whoever installs it allows that."""
    app.extensions[KEY] = Description(app, RESOURCES)
    origins = settings.api_origins.split()
    if origins:
        app.after_request(lambda response: let_in(response, origins))


def let_in(response: Any, origins: list[str]) -> Any:
    """Let scripts of named sites read answers. Never with cookies: such a page shows a token, or sees what all see."""
    origin = request.headers.get("Origin", "")
    if not asks_as_program() or (origin not in origins and "*" not in origins):
        return response
    response.headers["Access-Control-Allow-Origin"] = origin if origin in origins else "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining"
    response.vary.add("Origin")
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH"
        response.headers["Access-Control-Allow-Headers"] = (
            "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Accept-Language"
        )
        response.headers["Access-Control-Max-Age"] = "600"
    return response
