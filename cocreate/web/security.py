"""Headers, forged requests, rates and sizes: what keeps the server and its visitors safe."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser
from werkzeug.middleware.proxy_fix import ProxyFix

from cocreate.core import features
from cocreate.settings import Settings

csrf = CSRFProtect()
LONGEST_FORM = 10 * 1024 * 1024  # bytes of a request without files
limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=True)


@limiter.request_filter
def counts_nothing() -> bool:
    """Whether nobody is slowed down: as the administrators have it."""
    return not features.value("rate_limits")


class NamedFieldsParser(FormDataParser):
    """Leaves out parts of a form without a name: no browser sends them, and whoever reads names trips over None."""

    def parse(self, *args: Any, **options: Any) -> Any:
        """The stream, the fields and the files."""
        stream, form, files = super().parse(*args, **options)
        if None in form or None in files:
            form, files = (
                self.cls([(name, value) for name, value in found.items(multi=True) if name is not None])
                for found in (form, files)
            )
        return stream, form, files


class NamedFieldsRequest(Request):
    """A request whose fields all have names."""

    form_data_parser_class = NamedFieldsParser


def csp_nonce() -> str:
    """This response's nonce, for the rare script element that cannot be a file."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def init_app(app: Flask, settings: Settings) -> None:
    """Switch all of it on."""
    app.request_class = NamedFieldsRequest
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        SESSION_COOKIE_NAME="visit",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.is_secure,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the visit; a long questionnaire must not expire while it is filled in
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
    )
    app.url_value_preprocessor(take_in)
    app.before_request(refuse_what_did_not_arrive)
    csrf.init_app(app)
    limiter.init_app(app)
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.after_request(add_headers)
    app.extensions["cocreate_is_secure"] = settings.is_secure


def take_in(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Everything that is sent, before the database is asked for anything: on a slow line it comes for minutes, and a
    page that may write holds SQLite's write lock from its first question on."""
    keep_words_apart_from_files()
    try:
        request.get_data(parse_form_data=True)
    except HTTPException as refusal:
        g.did_not_arrive = refusal


def refuse_what_did_not_arrive() -> None:
    """Now that the page of the refusal has all it needs."""
    if "did_not_arrive" in g:
        raise g.did_not_arrive


def keep_words_apart_from_files() -> None:
    """What has no files needs no room for any; the limit for words in a form with files is MAX_FORM_MEMORY_SIZE."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = min(LONGEST_FORM, request.max_content_length or LONGEST_FORM)


def add_headers(response: Any) -> Any:
    """The same headers on every response."""
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    # A preview may stand in a frame of our own pages, and only there; the page around it says that it has one.
    ancestors = "'self'" if g.get("may_be_framed") else "'none'"
    frames = "frame-src 'self'; " if g.get("has_frames") else ""
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'self'{nonce}; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        f"connect-src 'self'; form-action 'self'; {frames}frame-ancestors {ancestors}; base-uri 'none'; "
        "manifest-src 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
    if not g.get("may_be_framed_by_all"):
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN" if g.get("may_be_framed") else "DENY")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def allow_framing(response: Any) -> None:
    """Let any site show this page in a frame: it can do nothing but be read, and sets no cookie."""
    g.may_be_framed_by_all = g.sets_no_cookie = True
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors *"
    )


def safe_next(target: str | None, fallback: str) -> str:
    """Where to go after a form: only an address of this server."""
    if not target:
        return fallback
    parts = urlsplit(target)
    is_local = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if is_local and "\\" not in target else fallback
