"""How well statements find the entry they speak of, with and without people's decisions, and whether new ones are seen.

    python bench/analysis_matching.py [--data ../shared/data] [SET ...]

@1 and @3: the right entry is first, or among the first three. "5" and "20": after so many confirmed statements per
entry (or half of them where there are fewer), on the others. "new": area under the curve when each entry in turn is
taken away and its statements should be called new. "off": calibration error of the confidence, before and after 100
confirmations. A line "key points" is ArgKP: the best of the key points that people compared with an argument.
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from cocreate.analysis.text.calibration import calibration_error
from cocreate.analysis.text.matcher import Evidence, Matcher
from cocreate.analysis.text.matching import Entry
from cocreate.analysis.text.novelty import AROUND, neighbours, novelty
from cocreate.analysis.text.relatedness import relate
from cocreate.analysis.text.vectors import UseEncoder

ROOT = Path(__file__).resolve().parent.parent

Said = tuple[list[str], str, list[str], str]  # texts, their language, topics, language of the topics' names
CACHE: dict[str, bytes] = {}
ENCODER = UseEncoder(CACHE)


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        return list(csv.DictReader(stream, delimiter=delimiter, quoting=quoting))


def grand_debat(data: Path, *, replies: bool) -> Said:
    """Comments under the questions of the Grand Débat; replies to other comments are often about something else."""
    rows = [r for r in _rows(data / "decidim-grand-debat-fr/labelled.csv") if r["kind"] == "debate-comment"]
    rows = [r for r in rows if replies or r["depth"] == "0"]
    counts = Counter(r["question"] for r in rows)
    kept = [r for r in rows if counts[r["question"]] >= 10]
    return [r["text"] for r in kept], "fr", [r["question"] for r in kept], "fr"


def chamber(data: Path) -> Said:
    """Written questions of the Belgian Chamber under its sixteen commonest themes."""
    rows = [r for r in _rows(data / "dekamer-nl/dekamer.csv") if r["theme_main"]]
    common = {theme for theme, _ in Counter(r["theme_main"] for r in rows).most_common(16)}
    kept = [r for r in rows if r["theme_main"] in common]
    random.Random(1).shuffle(kept)
    kept = kept[:1600]
    return [f"{r['title']} {r['question'][:300]}" for r in kept], "nl", [r["theme_main"] for r in kept], "nl"


def sib(data: Path, code: str, language: str) -> Said:
    rows = _rows(data / f"sib200-nl-fr-en-de/{code}_train.tsv", "\t")
    return [r["text"] for r in rows], language, [r["category"] for r in rows], "en"


SETS: dict[str, Any] = {
    "questions": lambda data: grand_debat(data, replies=False),
    "with replies": lambda data: grand_debat(data, replies=True),
    "dekamer": chamber,
    "sib nl-en": lambda data: sib(data, "nld", "nl"),
    "sib fr-en": lambda data: sib(data, "fra", "fr"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=[*SETS, "key points"], metavar="SET", help=", ".join(SETS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    print("set           n     entries  @1    @3    | 5: @1  @3   | 20: @1 @3   | new   | off   after 100 | seconds")
    for name in options.sets:
        if name != "key points":
            measure(name, *SETS[name](options.data))
    if "key points" in options.sets:
        for split in ("train", "dev"):
            key_points(options.data, split)


def measure(name: str, texts: list[str], language: str, topics: list[str], named: str) -> None:
    """One line of the table."""
    names = sorted(set(topics))
    entries = [Entry(str(i), {named: topic}) for i, topic in enumerate(names)]
    truth = np.array([names.index(topic) for topic in topics])
    languages = [language] * len(texts)
    Matcher(entries, encoder=ENCODER).fit(texts, languages)  # warms the vectors
    started = time.perf_counter()
    plain = Matcher(entries, encoder=ENCODER).fit(texts, languages)
    seconds = time.perf_counter() - started
    first, three = hits(plain.likelihood_, truth)
    taught = [taught_hits(entries, texts, languages, truth, number) for number in (5, 20)]
    before, after = calibration(entries, texts, languages, truth)
    new = new_ones(entries, texts, languages, truth)
    told = " | ".join(f"{one:.3f} {many:.3f}" for one, many in taught)
    print(
        f"{name:13} {len(texts):<5} {len(names):<8} {first:.3f} {three:.3f} | {told} | {new:.3f} | {before:.3f}"
        f" {after:.3f}     | {seconds:.1f}",
        flush=True,
    )


def hits(likelihood: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    order = np.argsort(-likelihood, axis=1, kind="stable")
    return float((order[:, 0] == truth).mean()), float((order[:, :3] == truth[:, None]).any(axis=1).mean())


def taught_hits(
    entries: list[Entry], texts: list[str], languages: list[str], truth: np.ndarray, number: int
) -> tuple[float, float]:
    """Mean over three draws of the confirmed ones."""
    found = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        told: list[str | None] = [None] * len(texts)
        for topic in range(len(entries)):
            mine = rng.permutation(np.flatnonzero(truth == topic))
            for row in mine[: min(number, len(mine) // 2)]:
                told[row] = str(topic)
        open_ = np.array([decision is None for decision in told])
        matcher = Matcher(entries, encoder=ENCODER).fit(texts, languages, told)
        found.append(hits(matcher.likelihood_[open_], truth[open_]))
    return float(np.mean([f for f, _ in found])), float(np.mean([t for _, t in found]))


def calibration(entries: list[Entry], texts: list[str], languages: list[str], truth: np.ndarray) -> tuple[float, float]:
    """Error of the confidence without any decision, and on the rest once 100 statements were confirmed."""
    plain = Matcher(entries, encoder=ENCODER).fit(texts, languages).verdicts_
    right = [v.matches[0].entry_id == str(t) for v, t in zip(plain, truth, strict=True)]
    rows = random.Random(0).sample(range(len(texts)), 100)
    evidence = Evidence(tuple(plain[row].raw for row in rows), tuple(right[row] for row in rows))
    told = Matcher(entries, encoder=ENCODER, evidence=evidence).fit(texts, languages).verdicts_
    rest = [row for row in range(len(texts)) if row not in set(rows)]
    return (
        calibration_error([v.confidence for v in plain], right),
        calibration_error([told[row].confidence for row in rest], [right[row] for row in rest]),
    )


def new_ones(entries: list[Entry], texts: list[str], languages: list[str], truth: np.ndarray) -> float:
    """Each entry away in turn: are its statements newer than the others? (Scores do not depend on other entries.)"""
    related = relate(texts, languages, entries, ENCODER)
    nearest = neighbours(related.points, AROUND)
    areas = []
    for topic in range(len(entries)):
        others = np.delete(related.scores, topic, axis=1)
        areas.append(roc_auc_score(truth == topic, novelty(others, nearest)))
    return float(np.mean(areas))


def key_points(data: Path, split: str) -> None:
    """ArgKP-2021: arguments with at least one matching key point, topic by topic and stance by stance."""
    folder = data / "argkp-en"
    labels = {(r["arg_id"], r["key_point_id"]): r["label"] == "1" for r in _rows(folder / f"labels_{split}.csv")}
    matched = {argument for (argument, _), label in labels.items() if label}
    arguments, points = defaultdict(list), defaultdict(list)
    for row in _rows(folder / f"arguments_{split}.csv"):
        arguments[row["topic"], row["stance"]].append(row)
    for row in _rows(folder / f"key_points_{split}.csv"):
        points[row["topic"], row["stance"]].append(row)
    right = []
    for key, rows in arguments.items():
        entries = [Entry(point["key_point_id"], {"en": point["key_point"]}) for point in points[key]]
        matcher = Matcher(entries, encoder=ENCODER).fit([r["argument"] for r in rows], ["en"] * len(rows))
        for row, likely in zip(rows, matcher.likelihood_, strict=True):
            compared = [i for i, entry in enumerate(entries) if (row["arg_id"], entry.id) in labels]
            if row["arg_id"] in matched:
                best = max(compared, key=lambda i: likely[i])
                right.append(labels[row["arg_id"], entries[best].id])
    print(f"key points    {len(right):<5} ({split})  {np.mean(right):.3f}", flush=True)


if __name__ == "__main__":
    main()
