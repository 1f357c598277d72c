# Small helpers that the other scripts share; sourced, not run.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
die() {
    printf '\ncocreate: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Can packages be installed here without asking anybody for a password?
can_install() {
    have apt-get || return 1
    [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt_install WHAT-FOR PACKAGE...: installs, or says plainly what is missing and how to get it.
apt_install() {
    local purpose="$1"
    shift
    if ! can_install; then
        die "$purpose needs packages that are not installed, and this account may not install them." \
            "Please run:  sudo apt-get install --no-install-recommends $*" "and then the same command again."
    fi
    say "Installing $* ($purpose)"
    if [ -z "${APT_UPDATED:-}" ]; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null ||
            die "apt-get update failed (see above)." "Is the network there, and does no other package manager run?"
        APT_UPDATED=1
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null ||
        die "apt-get could not install: $*" "Please install them by hand and run the same command again."
}

# The first of the given packages that this release of the system offers.
apt_offered() {
    local package
    for package in "$@"; do
        # Not through a pipe: `grep -q` leaves early, and pipefail would take that for a failure.
        if grep -q 'Candidate: [^(]' <<<"$(apt-cache policy "$package" 2>/dev/null)"; then
            printf '%s' "$package"
            return
        fi
    done
    printf '%s' "$1"
}

apt_refresh() {
    if [ -z "${APT_UPDATED:-}" ] && can_install; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null && APT_UPDATED=1
    fi
    return 0
}

# check_port PORT TARGET: a number, please.
check_port() {
    case "$1" in
    '' | *[!0-9]*) die "PORT must be a number, not \"$1\"." "For example:  make $2 PORT=8001" ;;
    esac
}

# port_is_free PORT TARGET: ends with a plain sentence if somebody listens there already.
port_is_free() {
    "$VENV/bin/python" - "$1" <<'PYTHON' && return
import socket
import sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError):
        sys.exit(1)
PYTHON
    die "port $1 cannot be used: probably another program (or another demo) is listening there." \
        "Stop it, or take another port:  make $2 PORT=$(($1 + 1))"
}
