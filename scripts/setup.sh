#!/usr/bin/env bash
# Creates .venv and installs cocreate into it, with exactly the versions of the lock; "test" adds what the tests need.
# The second time it only looks at its stamps.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

# A Python that starts (a pyenv shim may not) and is of a version that cocreate supports.
suitable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' >/dev/null 2>&1; }
makes_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    local candidate newest=""
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 /usr/bin/python3}; do
        suitable "$candidate" || continue
        if makes_environments "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
        newest="${newest:-$candidate}"
    done
    printf '%s' "$newest"
}

create_environment() {
    local python
    python="$(find_python)"
    if [ -z "$python" ] && [ -z "${PYTHON:-}" ] && can_install; then
        apt_install "running cocreate" python3 python3-venv
        python="$(find_python)"
    fi
    [ -n "$python" ] || die "no Python 3.11 or newer was found${PYTHON:+ at $PYTHON}." \
        "On Debian 12, Ubuntu 23.04 or newer:  sudo apt-get install python3 python3-venv" \
        "If it lies elsewhere, name it:  make setup PYTHON=/path/to/python3"
    if ! makes_environments "$python"; then
        local version
        version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
        apt_install "creating a Python environment" "python$version-venv"
        makes_environments "$python" || die "$python cannot create environments: its modules venv and ensurepip are missing." \
            "Please install the venv package that belongs to it, or name another:  make setup PYTHON=/path/to/python3"
    fi
    say "Creating .venv with $("$python" --version) ($(command -v "$python"))"
    "$python" -m venv --clear "$VENV"
}

fingerprint() { cat "$@" | sha256sum | cut -d' ' -f1; }

# stamped NAME FINGERPRINT: was this already done in this environment?
stamped() { [ "$(cat "$VENV/.stamp-$1" 2>/dev/null)" = "$2" ]; }
stamp() { printf '%s' "$2" >"$VENV/.stamp-$1"; }

pip_install() {
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" ||
        die "pip could not install the packages (see above)." "Is the network there? The same command goes on where it stopped."
}

# An environment that was moved, or whose Python was upgraded away, is made anew.
if ! "$VENV/bin/python" -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)' >/dev/null 2>&1 ||
    ! "$VENV/bin/python" -m pip --version >/dev/null 2>&1; then
    create_environment
fi

# The path is part of it: an editable installation points to this folder.
locked="$(fingerprint requirements.lock)"
editable="$(fingerprint pyproject.toml hatch_build.py cocreate/__init__.py <(printf '%s' "$ROOT$locked"))"
if ! stamped lock "$locked"; then
    say "Installing the packages of requirements.lock (the first time takes a minute or two)"
    pip_install --require-hashes -r requirements.lock
    stamp lock "$locked"
fi
if ! stamped editable "$editable"; then
    say "Installing cocreate itself, from this folder"
    pip_install --no-deps --no-build-isolation --editable .
    stamp editable "$editable"
fi
if [ "${1:-}" = "test" ]; then
    tests="$(fingerprint requirements.lock requirements-test.lock)"
    if ! stamped test "$tests"; then
        say "Installing the packages of requirements-test.lock"
        pip_install --require-hashes -r requirements-test.lock
        stamp test "$tests"
    fi
fi

# Translations changed since they were compiled?
for source in cocreate/translations/*/LC_MESSAGES/*.po; do
    [ -e "$source" ] || continue
    if [ ! -e "${source%.po}.mo" ] || [ "${source%.po}.mo" -ot "$source" ]; then
        "$VENV/bin/python" hatch_build.py
        break
    fi
done
