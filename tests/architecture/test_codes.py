"""Whatever the domain refuses, a person reads a sentence about: no code without words, no words without values."""

import ast
import re
from collections.abc import Iterator

import cocreate.app  # noqa: F401  every stage registers its sentences on import
from cocreate import errors
from cocreate.web import messages
from tests.architecture.source import name_called, nodes, text_patterns

NAMED = re.compile(r"%\((\w+)\)")


def refusals() -> set[str]:
    """The names of DomainError and its children, wherever they are defined."""
    known = {name for name, value in vars(errors).items() if isinstance(value, type)}
    while True:
        classes = (node for _at, node in nodes(ast.ClassDef) if isinstance(node, ast.ClassDef))
        more = {c.name for c in classes if any(getattr(b, "id", getattr(b, "attr", "")) in known for b in c.bases)}
        if more <= known:
            return known - {"Any"}
        known |= more


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, the code (as a pattern) and the names of the values given; None where they cannot be read."""
    names = refusals()
    for at, node in nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if name_called(node) in names and not at.startswith("cocreate/errors.py"):
            given = None if any(k.arg is None for k in node.keywords) else {str(k.arg) for k in node.keywords}
            if not node.args:
                yield at, "not_found", given
            else:
                for pattern in text_patterns(node.args[0]):
                    yield at, pattern, given


def test_every_refusal_has_a_sentence() -> None:
    found = list(raised())
    assert len(found) > 40, "the scan has lost its way"
    speechless = [
        f"{at}: {code}"
        for at, code, _given in found
        if not any(re.fullmatch(code, known) for known in messages.known_codes())
    ]
    assert not speechless, "register a sentence in the stage's messages.py:\n" + "\n".join(speechless)


def test_every_sentence_gets_the_values_it_speaks_of(app: object) -> None:
    from flask import Flask

    assert isinstance(app, Flask)
    short = []
    with app.test_request_context("/en/"):
        for at, code, given in raised():
            for known in messages.known_codes():
                wanted = set(NAMED.findall(str(messages._sentences[known]))) if re.fullmatch(code, known) else set()
                if given is not None and wanted - given:
                    short.append(f"{at}: {known} speaks of {sorted(wanted - given)}")
    assert not short, "\n".join(short)


def test_every_code_that_a_page_says_has_a_sentence() -> None:
    said = [
        (at, pattern)
        for at, node in nodes(ast.Call)
        if isinstance(node, ast.Call) and name_called(node) == "say" and node.args
        for pattern in text_patterns(node.args[0])
    ]
    assert said
    speechless = [
        f"{at}: {code}" for at, code in said if not any(re.fullmatch(code, known) for known in messages.known_codes())
    ]
    assert not speechless
