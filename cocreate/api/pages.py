"""How programs use this installation: a page for people, and the same as an OpenAPI description for programs."""

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template

from cocreate.api.rules import SCOPE_NAMES
from cocreate.api.v1 import operations
from cocreate.api.v1.resources import KEY
from cocreate.web.access import requires

pages = Blueprint("api_docs", __name__)
# The technical part is in one language, like the description for programs.
WORDS = {
    "required": "required",
    "open": "without a token, or scope ",
    "scope": "scope ",
    "takes": "Takes",
    "answers": "Answers",
    "schemas": "What is sent and answered",
}
METHODS = ("get", "post", "patch")


def description() -> dict[str, Any]:
    """The OpenAPI description, with this installation's address."""
    settings = current_app.extensions["cocreate_settings"]
    told: dict[str, Any] = current_app.extensions[KEY].told(settings.base_url.rstrip("/"))
    return told


@pages.get("/api/v1/openapi.json")
@requires("api:docs:view")
def openapi() -> Any:
    """The description for programs."""
    response = jsonify(description())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@pages.get("/api/")
@requires("api:docs:view")
def index() -> str:
    """The description for people."""
    told = description()
    return render_template(
        "api/docs.html",
        groups=groups_of(told),
        schemas=told["components"]["schemas"],
        server=told["servers"][0]["url"],
        scope_names=SCOPE_NAMES,
        limits=[limit.split()[0] for limit in (operations.WITH_TOKEN, operations.WITHOUT)],
        words=WORDS,
    )


def groups_of(told: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Title of a group -> its operations, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = {"method": method.upper(), "path": path, **_read(methods[method], told)}
                found.setdefault(methods[method]["tags"][0], []).append(operation)
    return found


def _read(operation: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What the page shows of an operation."""
    security = operation.get("security", [])
    parameters = [_resolved(parameter, told) for parameter in operation.get("parameters", [])]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    status = next(code for code in operation["responses"] if str(code).startswith("2"))
    answer = operation["responses"][status]["content"]["application/json"]["schema"]
    return {
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "scope": next((scope for needed in security for scopes in needed.values() for scope in scopes), ""),
        "is_open": {} in security,
        "parameters": parameters,
        "takes": _name(body),
        "status": status,
        "answers": _name(answer),
    }


def _resolved(parameter: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    reference = parameter.get("$ref", "")
    kept: dict[str, Any] = told["components"]["parameters"][reference.rsplit("/", 1)[1]] if reference else parameter
    return kept


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]


def shape(schema: dict[str, Any]) -> str:
    """The type of a field in one word or two."""
    if "$ref" in schema:
        return _name(schema)
    kind = schema.get("type", "")
    words = [kind] if isinstance(kind, str) else list(kind)
    if "array" in words:
        return f"list of {shape(schema.get('items', {}))}"
    if "object" in words and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {shape(schema['additionalProperties'])}"
    parts = [shape(part) for part in (*schema.get("anyOf", ()), *schema.get("allOf", ()))]
    return " or ".join(word for word in [*words, *parts] if word) or "any"


pages.add_app_template_filter(shape, "schema_shape")
