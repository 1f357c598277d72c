#!/usr/bin/env bash
# Looks for the programs that the tests drive (Chromium, PostgreSQL, Valkey, Node) and installs the missing ones.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

chromium_found() { have chromium-headless-shell || have chromium || have chromium-browser || have google-chrome; }
postgres_found() { have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
valkey_found() { have valkey-server || have redis-server; }
emoji_found() { compgen -G '/usr/share/fonts/truetype/noto/NotoColorEmoji*' >/dev/null; }

wanted=()
if ! chromium_found; then
    apt_refresh
    wanted+=("$(apt_offered chromium-headless-shell chromium)" fonts-dejavu-core)
    emoji_found || wanted+=(fonts-noto-color-emoji)
fi
postgres_found || wanted+=(postgresql)
if ! valkey_found; then
    apt_refresh
    wanted+=("$(apt_offered valkey-server redis-server)")
fi
have node || wanted+=(nodejs)

if [ "${#wanted[@]}" -gt 0 ]; then
    apt_install "running the tests" "${wanted[@]}"
fi
chromium_found || die "Chromium is still missing." "On Ubuntu, where the package only points to a snap:  sudo snap install chromium"
