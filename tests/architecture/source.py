"""The source as these tests read it: every module's syntax tree, every template's own words."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cocreate"
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"


@cache
def modules() -> dict[str, ast.Module]:
    """Path inside the repository to syntax tree."""
    files = sorted(PACKAGE.rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text("utf-8")) for file in files}


@cache
def templates() -> dict[str, str]:
    """Name, as `render_template` takes it, to text."""
    files = sorted(file for file in TEMPLATES.rglob("*") if file.suffix in (".html", ".txt"))
    return {file.relative_to(TEMPLATES).as_posix(): file.read_text("utf-8") for file in files}


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind, with "path:line"."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield f"{path}:{getattr(node, 'lineno', 0)}", node


def name_called(call: ast.Call) -> str:
    """`raise_it` of `errors.raise_it(…)`."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def text_patterns(node: ast.AST) -> Iterator[str]:
    """The texts an expression may be, as regular expressions: what is computed in an f-string may be anything."""
    import re

    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[^:]+" for p in node.values)
    elif isinstance(node, ast.IfExp):
        yield from text_patterns(node.body)
        yield from text_patterns(node.orelse)


def strings() -> set[str]:
    """Every text in the source."""
    return {str(node.value) for _at, node in nodes(ast.Constant) if isinstance(getattr(node, "value", None), str)}
