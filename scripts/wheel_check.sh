#!/usr/bin/env bash
# Proves what `pip install` gives: builds the wheel from the source archive, installs it with nothing but what it
# declares into an empty environment, and in an empty folder creates a database, serves, opens a page and a stylesheet.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

scripts/setup.sh
work="$(mktemp -d)"
server=""
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

step "Source archive, and the wheel from it"
"$VENV/bin/python" -m hatchling build -t sdist -d "$work/dist" >/dev/null 2>&1
"$VENV/bin/python" -m pip wheel --quiet --no-deps --no-build-isolation --check-build-dependencies \
    --wheel-dir "$work/dist" "$work"/dist/*.tar.gz
wheel="$(ls "$work"/dist/*.whl)"

step "What lies in it"
"$VENV/bin/python" - "$wheel" <<'PYTHON'
import subprocess
import sys
import zipfile
from pathlib import Path

inside = set(zipfile.ZipFile(sys.argv[1]).namelist())
expected = {"cocreate/app.py", "cocreate/cli/__init__.py", "cocreate/migrations/env.py"}
moved = {"static": "cocreate/static", "templates": "cocreate/templates", "migrations": "cocreate/migrations"}
for folder, place in {**moved, "cocreate": "cocreate"}.items():
    files = [
        path for path in Path(folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
        and not path.name.startswith(".") and path.suffix not in (".mo", ".partial", ".pyc")
    ]
    # What git ignores is nobody's to ship.
    ignored = subprocess.run(
        ["git", "check-ignore", "--stdin"], input="\n".join(map(str, files)), capture_output=True, text=True
    ).stdout.splitlines() if Path(".git").exists() else []
    expected |= {f"{place}/{path.relative_to(folder).as_posix()}" for path in files if str(path) not in ignored}
languages = {path.parent.parent.name for path in Path("cocreate/translations").glob("*/LC_MESSAGES/*.po")}
expected |= {f"cocreate/translations/{language}/LC_MESSAGES/messages.mo" for language in languages}
if missing := sorted(expected - inside):
    sys.exit("the wheel lacks:\n  " + "\n  ".join(missing))
if strange := sorted(name for name in inside if not name.startswith(("cocreate/", "cocreate-"))):
    sys.exit("the wheel would put strangers beside the package:\n  " + "\n  ".join(strange))
print(f"{len(inside)} files, {Path(sys.argv[1]).stat().st_size / 1e6:.1f} MB, languages: {', '.join(sorted(languages))}")
PYTHON

step "An empty environment"
"$VENV/bin/python" -m venv "$work/empty"
# The lock only limits the versions here: what gets installed is what the wheel itself asks for.
sed -n 's/ *\\$//; /^[a-z]/p' requirements.lock >"$work/versions"
"$work/empty/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --constraint "$work/versions" "$wheel"
"$work/empty/bin/python" -m pip check

step "Create, serve, visit"
mkdir "$work/elsewhere"
cd "$work/elsewhere"
unset PYTHONPATH
for name in $(env | sed -n 's/^\(COCREATE_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
port="$("$work/empty/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
export COCREATE_PORT="$port" COCREATE_BASE_URL="http://127.0.0.1:$port"
"$work/empty/bin/cocreate" init
"$work/empty/bin/cocreate" serve --port "$port" >"$work/log" 2>&1 &
server=$!
"$work/empty/bin/python" - "http://127.0.0.1:$port" <<'PYTHON' || { tail -n 40 "$work/log" >&2; die "the installed wheel does not serve."; }
import re
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import cocreate

assert "site-packages" in cocreate.__file__, f"not the installed package: {cocreate.__file__}"
base = sys.argv[1]


def get(path):
    with urllib.request.urlopen(urljoin(base, path), timeout=20) as answer:
        return answer.headers.get_content_type(), answer.read().decode()


deadline = time.monotonic() + 60
while True:
    try:
        get("/readyz")
        break
    except OSError:
        if time.monotonic() > deadline:
            sys.exit("no answer within a minute")
        time.sleep(0.2)

package = Path(cocreate.__file__).parent
languages = sorted(path.parent.parent.name for path in package.glob("translations/*/LC_MESSAGES/*.mo"))
titles = {}
for language in ["en", *languages]:
    kind, page = get(f"/{language}/")
    assert kind == "text/html" and f'lang="{language}"' in page, f"/{language}/ is not a page in that language"
    titles[language] = re.sub(r"<[^>]+>|\s+", " ", page)
    assert list(titles.values()).count(titles[language]) == 1, f"/{language}/ reads like another language"
sheets = re.findall(r'<link[^>]+href="([^"]+\.css[^"]*)"', page)
assert sheets, "the page names no stylesheet"
for sheet in sheets:
    kind, text = get(sheet)
    assert kind == "text/css" and "{" in text, f"{sheet} is not a stylesheet"
print(f"{len(titles)} languages, {len(sheets)} stylesheets, and /readyz is content")
PYTHON
kill "$server"
wait "$server" 2>/dev/null || true
server=""
if "$work/empty/bin/python" -c "import socket, sys; sys.exit(socket.socket().connect_ex(('127.0.0.1', $port)))"; then
    die "the server still listens after it was told to stop."
fi
step "The wheel is complete"
