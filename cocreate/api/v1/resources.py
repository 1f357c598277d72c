"""All resources of version 1, their description in OpenAPI 3.1, and how they are attached to an application."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin, resolver
from flask import Flask, request
from flask_smorest import Api, Blueprint
from flask_smorest.utils import prepare_response
from marshmallow import Schema, fields

from cocreate import __version__
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
from cocreate.settings import Settings
from cocreate.web.problems import MEDIA_TYPE, asks_as_program

OPENAPI = "3.1.0"
ABOUT = (
    "Everything that people do and see on this installation, as far as a program has a use for it. A program acts in "
    "the name of the person whose token it shows, and may do what this person may, as far as the token is for it; "
    "without a token it sees what everybody sees. Texts of people come in all languages that they have; refusals come "
    "in the language asked for in Accept-Language (nl, fr, en, de)."
)


class Problem(Schema):
    """Why something was refused (RFC 9457); `error` is a code that does not change."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    error = fields.String(required=True)
    incident = fields.String()
    fields_ = fields.Dict(data_key="fields", metadata={"description": "What is wrong with what was sent, by field."})


def schema_name(schema: Any) -> str:
    """Named as in the code, without the word for what is read: `ProcessTold` is a Process."""
    return str(resolver(schema)).replace("Told", "")


class Description(Api):  # type: ignore[misc]
    """Registers operations at once, and describes them when the description is first asked for: that takes a tenth of
    a second, and of many processes few are ever asked."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None  # each operation names what it may answer

    def __init__(self, app: Flask, blueprints: Sequence[Blueprint]) -> None:
        self._blueprints = blueprints
        self._is_told = False
        app.config.update(API_TITLE="cocreate", API_VERSION=__version__, OPENAPI_VERSION=OPENAPI)
        plugin = MarshmallowPlugin(schema_name_resolver=schema_name)
        super().__init__(app, spec_kwargs={"marshmallow_plugin": plugin, "info": {"description": ABOUT}})
        app.cli.commands.pop("openapi", None)  # its command line, beside ours
        for blueprint in blueprints:
            app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
            app.register_blueprint(blueprint)

    def _register_doc_blueprint(self) -> None:
        """The page is our own."""

    def _register_error_handlers(self) -> None:
        """`cocreate.web.errors` answers for all addresses."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= 400:
                response["schema"] = Problem
            prepare_response(response, self.spec, MEDIA_TYPE)
            self.spec.components.response(status.name, response, lazy=True)

    def _register_pagination_header(self) -> None:
        """Pages of lists are in the answers themselves."""

    def told(self, base_url: str) -> dict[str, Any]:
        """The description."""
        if not self._is_told:
            self.spec.components.security_scheme(
                "token", {"type": "http", "scheme": "bearer", "description": "A token out of one's account."}
            )
            for blueprint in self._blueprints:
                blueprint.register_views_in_doc(self, self._app, self.spec, name=blueprint.name, parameters=None)
            for schema in self.spec.components.schemas.values():
                schema["additionalProperties"] = False
            self._is_told = True
        return {**self.spec.to_dict(), "servers": [{"url": base_url}]}


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
