"""What thousands of tests would each do again with the same result, done once for all of them."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.datastructures import ImmutableDict
from werkzeug.routing import Rule

from cocreate.core.db import db
from cocreate.settings import Settings

COMPILED = ("_parts", "_trace", "_converters", "arguments")
TEMPLATES = "TEMPLATES_OF_THIS_RUN"  # the variable that tells every process of a run where they lie


def compile_addresses_once() -> None:
    """Every address of every application is compiled anew by Werkzeug, which takes most of the time of making one.

    What comes of it depends on nothing but the address; the functions that build one take their rule as a parameter.
    """
    known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    compile_anew = Rule.compile

    def compile_once(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, repr(rule.defaults))
        if key in known:
            *parts, build, build_unknown = known[key]
            for name, value in zip(COMPILED, parts, strict=True):
                setattr(rule, name, value)
            rule._build, rule._build_unknown = build.__get__(rule), build_unknown.__get__(rule)
            return
        compile_anew(rule)
        builders: tuple[Any, ...] = (rule._build, rule._build_unknown)
        known[key] = (*(getattr(rule, name) for name in COMPILED), *(build.__func__ for build in builders))

    Rule.compile = compile_once  # type: ignore[assignment, method-assign]


@contextmanager
def lent_application(settings: Settings) -> Iterator[Flask]:
    """An application for one test. The next one with the same settings gets the same, as it was before.

    To make one, and to load its templates, takes longer than most tests.
    """
    app = _with_settings(settings)
    kept = [(each, dict(each)) for each in (app.config, app.extensions, app.view_functions)]
    yield app
    with app.app_context():
        db.engine.dispose()
    for each, before in kept:
        each.clear()
        each.update(before)


@cache
def _with_settings(settings: Settings) -> Flask:
    from cocreate.app import create_app

    return create_app(settings)


def compile_templates_once() -> None:
    """Templates compiled by one application serve all others, those of started servers too."""
    if TEMPLATES not in os.environ:
        os.environ[TEMPLATES] = folder = tempfile.mkdtemp(prefix="templates-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    cache = FileSystemBytecodeCache(os.environ[TEMPLATES])
    Flask.jinja_options = ImmutableDict(Flask.jinja_options, bytecode_cache=cache)
