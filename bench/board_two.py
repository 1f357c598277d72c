"""Two camps on two processes of one installation (PostgreSQL, Valkey), beside one camp on one of them.

    python -m bench.board_two [--n 60] [--rate 4000] [--seconds 5] [--shared ../shared/bench]

Prints what each camp carries at the same rate, alone and with the other beside it: CPU seconds per 1000 deliveries,
and the highest rate that is sustained. Both processes, both load clients and the database share this machine's cores,
so the second camp can only bring what is left of them: CPU per delivery is what can be compared everywhere.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.board import CONTRACT, ROOT, cost
from bench.board_camp import furnish
from tests.live import LiveServer
from tests.services import running_postgres, running_valkey, stop, wait_until


@contextmanager
def serving(folder: Path, settings: dict[str, str], name: str, seats: int) -> Iterator[dict[str, Any]]:
    """One process with a camp of its own in the shared database."""
    own = folder / name
    own.mkdir()
    server = LiveServer(own, settings=settings)
    camp = furnish(server.environment, seats=seats, groups=12, store=own / "camp.json", name=name)
    text = CONTRACT.read_text().replace("CSRF", camp["csrf"]).replace("BOARD", camp["board"])
    (own / "contract.json").write_text(text)
    environment = server.environment | {"COCREATE_TESTING": "no", "BENCH_CAMP": str(own / "camp.json")}
    with server.log.open("ab") as log:
        command = [sys.executable, "-m", "bench.board_server"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_until(server.is_ready, process, server.log, f"the server of camp {name}")
        yield {"name": name, "port": server.port, "pid": process.pid, "config": str(own / "contract.json")}
    finally:
        stop(process)


def load(options: argparse.Namespace, servers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every camp under load at once; one result each."""
    phases = f"warm=2@4000d,cost={options.seconds}@6000d,cost={options.seconds}@6000d,ramp=3@{options.rate}d"
    clients = []
    for server in servers:
        command = ["node", str(options.shared / "load.mjs"), "--name", server["name"], "--adapter", "socketio"]
        command += ["--url", f"127.0.0.1:{server['port']}", "--pid", str(server["pid"]), "--config", server["config"]]
        command += ["--n", str(options.n), "--groups", "12", "--phases", phases]
        clients.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
    return [json.loads(client.communicate()[0]) for client in clients]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=60)
    parser.add_argument("--rate", type=int, default=4000, help="deliveries a second at which the climb begins")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared/bench")
    options = parser.parse_args()
    if not (options.shared / "load.mjs").exists():
        sys.exit(f"{options.shared} with the load client is not here: nothing was measured")
    with (
        tempfile.TemporaryDirectory(prefix="bench-two-") as name,
        running_postgres() as database,
        running_valkey() as bus,
    ):
        folder, url = Path(name), database.url(database.create_database())
        shared = {"COCREATE_DATABASE_URL": url, "COCREATE_REDIS_URL": bus.url, "COCREATE_SECRET_KEY": "shared"}
        # Each load has camps of its own: what was done before is not done again.
        with serving(folder, shared, "a", options.n) as one:
            alone = load(options, [one])
        with serving(folder, shared, "b", options.n) as one, serving(folder, shared, "c", options.n) as other:
            both = load(options, [one, other])
    print("| camps | CPU s per 1000 deliveries | highest op/s, sum | lost, twice |")
    print("|---|---|---|---|")
    for runs in (alone, both):
        spent = [f"{cost(run):.4f}" for run in runs]
        lost = sum(run["missing_total"] for run in runs), sum(p.get("dup", 0) for run in runs for p in run["phases"])
        rates = sum(run.get("max_ops_s") or 0 for run in runs)
        print(f"| {len(runs)} | {', '.join(spent)} | {rates:.0f} | {lost[0]}, {lost[1]} |")
    rise = sum(cost(run) or 0 for run in both) / 2 / (cost(alone[0]) or 1)
    print(f"CPU per delivery with the other camp beside: x {rise:.2f}; two carry x {2 / rise:.2f} per core second")


if __name__ == "__main__":
    main()
