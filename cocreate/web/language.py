"""Three languages kept apart: of the interface (in the address), of content (people's translations) and of answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel, force_locale, get_locale, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from cocreate.core import features
from cocreate.settings import LANGUAGES

NAMES = {"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}
WITHOUT_LANGUAGE = (
    "/static/",
    "/brand/",
    "/socket.io",
    "/healthz",
    "/readyz",
    "/favicon.ico",
    "/robots.txt",
    "/api/v1",
)
COOKIE = "language"

StartResponse = Callable[..., Any]


class LanguagePrefix:
    """WSGI: `/nl/p/x` is the page `/p/x` in Dutch. The prefix becomes part of SCRIPT_NAME, so every link keeps it."""

    def __init__(self, app: Callable[[dict[str, Any], StartResponse], Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        code, _slash, rest = path[1:].partition("/")
        if code in LANGUAGES:
            environ["cocreate.language"] = code
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + code
            environ["PATH_INFO"] = "/" + rest
        return self.app(environ, start_response)


@dataclass(frozen=True)
class PageLanguage:
    """One entry of the language switch."""

    code: str
    name: str
    url: str
    is_current: bool


def current_language() -> str:
    """The interface language in force: of the address, else chosen from the visitor's browser."""
    if has_request_context():
        if (forced := g.get("language")) is not None:
            return str(forced)
        return str(request.environ.get("cocreate.language") or preferred_language())
    return str(g.get("language") or features.value("default_language"))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything in one language where there is no page: words of the interface, and texts of people."""
    before = g.get("language")
    g.language = language
    try:
        with force_locale(language):
            yield
    finally:
        g.language = before


def preferred_language() -> str:
    """What the visitor chose before, else what the browser asks for, else the installation's default."""
    chosen = request.cookies.get(COOKIE)
    if chosen in features.value("languages"):
        return str(chosen)
    # Werkzeug's best_match reads "nl-BE" as a match for "nl".
    accepted = parse_accept_header(request.headers.get("Accept-Language", ""), LanguageAccept)
    return accepted.best_match(features.value("languages")) or str(features.value("default_language"))


def page_languages(path: str = "") -> list[PageLanguage]:
    """The page at hand, or the one at another path of ours, in each interface language."""
    here = current_language()
    if path:
        path = path.removeprefix(request.script_root)
        return [
            PageLanguage(code, NAMES[code], f"{_root_without_language()}/{code}{path}", code == here)
            for code in LANGUAGES
        ]
    query = request.query_string.decode("ascii", "replace")
    suffix = "?" + query if query else ""
    root = _root_without_language()
    # A page answering a form has no address of its own to come back to in another language; its form does.
    return [PageLanguage(code, NAMES[code], f"{root}/{code}{request.path}{suffix}", code == here) for code in LANGUAGES]


def _root_without_language() -> str:
    root = request.script_root
    code = request.environ.get("cocreate.language")
    return root.removesuffix(f"/{code}") if code else root


def address(endpoint: str, *, language: str, **values: Any) -> str:
    """An absolute address in a given language, for mails and command lines."""
    base = current_app.extensions["cocreate_settings"].base_url.rstrip("/")
    with current_app.test_request_context("/", base_url=base):
        path = url_for(endpoint, _external=False, **values)
    return f"{base}/{language}{path}"


def init_app(app: Flask) -> None:
    """Put the language into addresses and gettext."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=current_language, timezone_selector=lambda: "Europe/Brussels")
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = spoken_text
    app.before_request(_send_to_a_language)
    app.after_request(_remember_language)
    add_spoken_filter(app, translate, "tr")
    add_spoken_filter(app, language_of, "lang_of")
    app.add_template_filter(lang_said, "lang_said")


def add_spoken_filter(app: Flask, function: Callable[..., Any], name: str) -> None:
    """A filter whose answer depends on the visitor's language. Asking for the context keeps Jinja from working out
    `"organiser"|role_name` once and for all, in the language of whoever opens the page first."""

    @pass_context
    def spoken(_context: Any, *given: Any, **named: Any) -> Any:
        return function(*given, **named)

    app.add_template_filter(spoken, name)


@cache
def _catalogues() -> dict[Any, Any]:
    """The catalogues that were asked for, by their locale."""
    return {}


@pass_context
def spoken_text(context: Context, text: str, /, **values: Any) -> Any:
    """`_` of templates, in one step where the extension needs seven: a page says a hundred texts."""
    locale, kept = get_locale(), _catalogues()
    if locale not in kept:
        kept[locale] = get_translations()
    said = kept[locale].ugettext(text)
    return (Markup(said) if context.eval_ctx.autoescape else said) % values


def _send_to_a_language() -> ResponseReturnValue | None:
    if request.environ.get("cocreate.language") or request.path.startswith(WITHOUT_LANGUAGE):
        return None
    if request.method not in ("GET", "HEAD"):
        return None
    query = "?" + urlencode(list(request.args.items(multi=True))) if request.args else ""
    response = redirect(f"{request.script_root}/{preferred_language()}{request.path}{query}")
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _remember_language(response: Any) -> Any:
    code = None if g.get("sets_no_cookie") else request.environ.get("cocreate.language")
    if code and response.mimetype == "text/html" and request.cookies.get(COOKIE) != code:
        secure = current_app.extensions["cocreate_settings"].is_secure
        response.set_cookie(COOKIE, code, max_age=365 * 86400, samesite="Lax", secure=secure, httponly=True)
    return response


def content_language() -> str:
    """The language in which a page shows content: the interface's, unless the page says that it has no such version."""
    return str(g.get("content_language") or current_language())


def translate(text: Mapping[str, str] | str | None, language: str | None = None) -> str:
    """Content in the wanted language, else in the first of en, fr, nl, de that it has."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language_of(text, language), "")


def language_of(text: Mapping[str, str] | str | None, language: str | None = None) -> str:
    """The language in which `translate` shows this content, for its `lang` attribute."""
    wanted = language or content_language()
    if not text or isinstance(text, str) or text.get(wanted):
        return wanted
    return next((code for code in ("en", "fr", "nl", "de") if text.get(code)), wanted)


class Spoken(str):
    """Words that know their language, where that is not the page's: charts and tables say it in `lang`."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = "") -> "Spoken":
        """Words in a language; "" is that of the page."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    def within(self, text: str) -> "Spoken":
        """The same words with a number or the like around them."""
        return Spoken(text, self.lang)


def spoken(text: Mapping[str, str] | str | None) -> Spoken:
    """What `translate` gives, and in which language if it is not the page's."""
    lang = language_of(text)
    return Spoken(translate(text), "" if lang == current_language() else lang)


def lang_said(text: object) -> str:
    """The language of words that know it; "" is that of the page."""
    return text.lang if isinstance(text, Spoken) else ""


__all__ = [
    "LANGUAGES",
    "NAMES",
    "Spoken",
    "add_spoken_filter",
    "address",
    "content_language",
    "current_language",
    "force_locale",
    "lang_said",
    "language_of",
    "page_languages",
    "spoken",
    "translate",
]
