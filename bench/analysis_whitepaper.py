"""The open questions of a European consultation in twenty languages, end to end with the command line.

    python bench/analysis_whitepaper.py [--data ../shared/data/ec-ai-whitepaper-2020] [--out FOLDER] [--quick] [COLUMN]

Runs `cocreate analyse themes` on each open question (a column where people wrote more than a few words) and leaves a
report a question in the folder; prints answers, themes, languages, how far themes follow language, and seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections import Counter
from pathlib import Path

from click.testing import CliRunner

from cocreate.cli import cli

ROOT = Path(__file__).resolve().parent.parent
OPEN = {19, 26, 30, 36, 43, 45, 47, 49, 50, 58, 60, 62, 63, 65, 67, 69, 71, 72}


def answered(file: Path, column: int, folder: Path) -> Path:
    """The rows that answered, with the language of the questionnaire and the kind of respondent."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    kept = folder / f"q{column}.csv"
    with kept.open("w", encoding="utf-8", newline="") as stream:
        written = csv.writer(stream)
        written.writerow(["id", "kind", rows[0][column - 1]])
        written.writerows([row[0], row[3], row[column - 1]] for row in rows[1:] if row[column - 1].strip())
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("columns", nargs="*", type=int, help="numbers of columns; without any, all open questions")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "ec-ai-whitepaper-2020")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "whitepaper")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    print(f"{'column':>6}{'answers':>8}{'themes':>7}{'none':>5}{'languages':>10}{'NMI':>7}{'seconds':>8}")
    for column in given.columns or sorted(OPEN):
        folder = given.out / f"q{column}"
        file = answered(given.data / "responses.csv", column, given.out)
        arguments = ["analyse", "themes", str(file), "--text", "#3", "--id", "id", "--group", "kind"]
        start = time.perf_counter()
        done = CliRunner().invoke(cli, [*arguments, "--out", str(folder), *(["--quick"] if given.quick else [])])
        seconds = time.perf_counter() - start
        if done.exit_code:
            raise SystemExit(f"column {column}: {done.output}") from done.exception
        report = json.loads((folder / "themes.json").read_text("utf-8"))
        languages = Counter(report["languages"].values())
        print(
            f"{column:>6}{report['answers']:>8}{len(report['themes']):>7}{len(report['unplaced']):>5}"
            f"{len(languages):>10}{report['language_nmi']:>7.3f}{seconds:>8.1f}",
            flush=True,
        )
    print(f"Reports: {given.out}/q*/report.html")


if __name__ == "__main__":
    main()
