"""Only the server process runs on gevent: command lines, workers and analysis keep the standard library as it is."""

import ast
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, nodes

MAY_NAME_IT = {"cocreate/server.py", "cocreate/app.py"}
PROOF = """
import sys
{what}
from gevent import monkey
assert not monkey.saved, sorted(monkey.saved)
assert "eventlet" not in sys.modules
"""


def test_no_module_but_the_server_imports_gevent_and_none_eventlet() -> None:
    found = []
    for at, node in [*nodes(ast.Import), *nodes(ast.ImportFrom)]:
        names = [alias.name for alias in getattr(node, "names", [])] if isinstance(node, ast.Import) else []
        names += [str(getattr(node, "module", ""))]
        roots = {name.split(".")[0] for name in names}
        if "eventlet" in roots or ("gevent" in roots and at.split(":")[0] not in MAY_NAME_IT):
            found.append(at)
    assert not found


@pytest.mark.parametrize(
    "what",
    [
        "from cocreate.cli import cli; cli(['permissions'], standalone_mode=False)",
        "import cocreate.worker",
        "import cocreate.analysis.text.themes, cocreate.analysis.choice.ranking",
        "import cocreate.app",
    ],
    ids=["command line", "worker", "analysis", "application"],
)
def test_it_leaves_the_standard_library_alone(what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROOF.format(what=what)], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_the_server_is_patched_before_anything_else() -> None:
    tree = ast.parse((ROOT / "cocreate" / "server.py").read_text("utf-8"))
    statements = [
        node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    assert ast.unparse(statements[0]) == "from gevent import monkey"
    assert ast.unparse(statements[1]) == "monkey.patch_all()"


RUBBISH = """
import cocreate.server as server
import gc, weakref, gevent

class Knot: ...

server.QUIET_FOR, server.EVERY = 0.05, 0.1
server.keep_for_good()
gevent.spawn(server.collect_when_quiet)
gevent.sleep(0.01)
knots = [Knot() for _ in range(50_000)]
for knot in knots:
    knot.itself = knot
told = weakref.ref(knots[0])
gc.collect(1)  # they have become old: no look through what is new finds them
del knot, knots
gc.collect(1)
assert told() is not None
gevent.sleep(1.5)
assert told() is None
"""


def test_rubbish_that_grew_old_goes_while_nobody_waits() -> None:
    done = subprocess.run([sys.executable, "-c", RUBBISH], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
