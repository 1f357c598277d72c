"""What a change of a board costs, beside bare Socket.IO and others in the same run, with the shared load client.

    python -m bench.board --modules DIR [--n 60,300,1000] [--beside sio-node,hocuspocus] [--runs 3] [--database URL]

DIR holds `node_modules` with what the servers beside need: `npm i socket.io`, for Hocuspocus also `@hocuspocus/server
@hocuspocus/extension-sqlite yjs lib0`. Needs ../shared/bench (or --shared). Everybody is on one board of G x 50 cards.
CPU seconds can be compared on a busy machine, latencies only on a quiet one; the load is printed with every line.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "bench/board_contract.json"
COST = "warm=2@4000d,cost=4@6000d,cost=4@6000d,cost=4@6000d"
FULL = COST + ",ramp=3@25000d,nominal=6@0.1,burst=10@0.2"
SMALL = COST + ",nominal=6@0.1,burst=10@0.2"


@contextmanager
def ours(options: argparse.Namespace, n: int) -> Iterator[dict[str, Any]]:
    """Our server with a fresh camp."""
    from bench.board_camp import furnish
    from tests.live import LiveServer
    from tests.services import stop, wait_until

    with tempfile.TemporaryDirectory(prefix="bench-board-") as name:
        folder = Path(name)
        settings = {"COCREATE_DATABASE_URL": options.database} if options.database else {}
        server = LiveServer(folder, settings=settings)
        camp = furnish(server.environment, seats=n, groups=options.groups, store=folder / "camp.json")
        text = CONTRACT.read_text().replace("CSRF", camp["csrf"]).replace("BOARD", camp["board"])
        (folder / "contract.json").write_text(text)
        command = [*options.profiler, sys.executable, "-m", "bench.board_server"]
        environment = server.environment | {"COCREATE_TESTING": "no", "BENCH_CAMP": str(folder / "camp.json")}
        with server.log.open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_until(server.is_ready, process, server.log, "the bench's server")
            contract = {"adapter": "socketio", "config": str(folder / "contract.json")}
            yield {"port": server.port, "pid": process.pid, **contract}
        finally:
            stop(process)
            if options.log:
                print(server.log.read_text()[-3000:], file=sys.stderr)


@contextmanager
def beside(options: argparse.Namespace, name: str) -> Iterator[dict[str, Any]]:
    """One of the servers that the shared bench knows."""
    from tests.services import free_port, stop

    anchors = {anchor["name"]: anchor for anchor in json.loads((options.shared / "anchors.json").read_text())}
    known, port = anchors[name], free_port()
    fill = {"{here}": str(options.shared / "anchors"), "{nm}": str(options.modules), "{node22}": "node"}

    def filled(text: str) -> str:
        for mark, value in fill.items():
            text = text.replace(mark, value)
        return text

    with tempfile.TemporaryDirectory(prefix="bench-beside-") as folder:
        environment = os.environ | {"PORT": str(port), "DB": f"{folder}/beside.db"}
        process = subprocess.Popen([filled(word) for word in known["cmd"]], cwd=options.modules, env=environment)
        config = Path(folder) / "config.json"
        config.write_text(filled(json.dumps(known.get("config", {}))))
        time.sleep(1.5)
        try:
            adapter = known.get("adapter", "socketio")
            yield {"port": port, "pid": process.pid, "adapter": adapter, "config": str(config)}
        finally:
            stop(process)


def measure(options: argparse.Namespace, name: str, n: int, server: dict[str, Any]) -> dict[str, Any]:
    """One run of the load client."""
    phases = options.phases or (FULL if options.full else SMALL)
    command = ["node", str(options.shared / "load.mjs"), "--name", name, "--url", f"127.0.0.1:{server['port']}"]
    command += ["--pid", str(server["pid"]), "--adapter", server["adapter"], "--config", server["config"]]
    command += ["--n", str(n), "--groups", str(options.groups), "--phases", phases]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    with (options.out).open("a") as out:
        out.write(json.dumps(found) + "\n")
    return found


def cost(run: dict[str, Any], phase: str = "cost") -> float | None:
    """CPU seconds per 1000 deliveries, the median of the phases of this name."""
    found = [p["cpu_s_per_1000_deliveries"] for p in run["phases"] if p["phase"] == phase and not p.get("skipped")]
    return statistics.median(found) if found else None


def table(runs: list[dict[str, Any]]) -> Iterator[str]:
    """One line per run; ratios to the first server beside ours of the same N."""
    yield "| server | N | load | cost | x | nominal p95 | burst p95 | max op/s | lost, 2x | join | MiB |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for run in runs:
        yardstick = next((cost(r) for r in runs if r["n"] == run["n"] and r["name"] == "sio-node"), None)
        mine = cost(run)
        ratio = f"{mine / yardstick:.2f}" if mine and yardstick else "-"
        phases = {phase["phase"]: phase for phase in run["phases"] if not phase.get("skipped")}

        def p95(name: str, phases: dict[str, Any] = phases) -> str:
            phase = phases.get(name)
            return f"{phase['delivery_ms'].get('p95')}/{phase['ack_ms'].get('p95')}" if phase else "-"

        lost = f"{run['missing_total']}, {sum(p.get('dup', 0) for p in run['phases'])}"
        cells = [run["name"], run["n"], run["load1"], mine, ratio, p95("nominal"), p95("burst")]
        cells += [run.get("max_ops_s", "-"), lost, run["join"]["cpu_ms_per_join"], run["rss_mib"]]
        yield "| " + " | ".join(map(str, cells)) + " |"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", default="60,300,1000")
    parser.add_argument("--groups", type=int, default=12)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--beside", default="sio-node")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared/bench")
    parser.add_argument("--modules", type=Path)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database instead of SQLite")
    parser.add_argument("--full", action="store_true", help="also climb to the highest rate that is sustained")
    parser.add_argument("--phases", default="", help="as the load client takes them")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "board.jsonl")
    parser.add_argument("--log", action="store_true", help="print the server's log")
    parser.add_argument("--profiler", type=str.split, default=[], help="a command that runs the server")
    options = parser.parse_args()
    if not (options.shared / "load.mjs").exists():
        sys.exit(f"{options.shared} with the load client is not here: nothing was measured")
    others = [name for name in options.beside.split(",") if name] if options.modules else []
    if not others:
        print("without --modules there is nothing to compare with", file=sys.stderr)
    runs = []
    for n in map(int, options.n.split(",")):
        for _ in range(options.runs):
            for name in others:
                with beside(options, name) as server:
                    runs.append(measure(options, name, n, server))
            with ours(options, n) as server:
                runs.append(measure(options, "cocreate", n, server))
    print("\n".join(table(runs)))


if __name__ == "__main__":
    main()
