"""How well the themes found agree with topics that people gave, printed per labelled data set.

    python bench/themes.py [--data ../shared/data] [--subsamples 40] [--seed 1] [SET ...]

AMI and ARI are adjusted for chance (1 is perfect, 0 is chance); V is the V-measure of homogeneity and completeness;
NMI(lang) shows whether themes follow language instead of content (0 is good); "shuffled" is the ARI between two runs
on differently ordered input (1.000 by design).
"""

from __future__ import annotations

import argparse
import csv
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
    v_measure_score,
)

from cocreate.analysis.report import Settings, TextInput, analyse_texts

ROOT = Path(__file__).resolve().parent.parent
Labelled = list[tuple[str, str, str]]  # text, language, topic


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        return list(csv.DictReader(stream, delimiter=delimiter, quoting=quoting))


def grand_debat(data: Path) -> Labelled:
    rows = _rows(data / "decidim-grand-debat-fr/labelled.csv")
    kept = [r for r in rows if r["theme"] and r["theme"] != "Autre sujet"]
    return [(r["text"], "fr", r["theme"]) for r in kept]


def cycling(data: Path) -> Labelled:
    rows = _rows(data / "cycling-dialogues-de/dataset.csv")
    kept = [r for r in rows if r["dataset"] in "ME" and r["main_category_level1"] != "misc"]
    return [(f"{r['title']}. {r['text']}", "de", r["main_category_level1"]) for r in kept]


def dekamer(data: Path) -> Labelled:
    rows = [r for r in _rows(data / "dekamer-nl/dekamer.csv") if r["theme_main"]]
    common = {theme for theme, _ in Counter(r["theme_main"] for r in rows).most_common(16)}
    kept = [r for r in rows if r["theme_main"] in common]
    random.Random(1).shuffle(kept)
    return [(f"{r['title']} {r['question'][:300]}", "nl", r["theme_main"]) for r in kept[:1600]]


def sib(data: Path) -> Labelled:
    """Each sentence in one of the four languages only, so that translations cannot glue a theme together."""
    found: Labelled = []
    for turn, (language, code) in enumerate({"nl": "nld", "fr": "fra", "en": "eng", "de": "deu"}.items()):
        rows = _rows(data / f"sib200-nl-fr-en-de/{code}_train.tsv", "\t")
        found += [(r["text"], language, r["category"]) for r in rows if int(r["index_id"]) % 4 == turn]
    return found


SETS: dict[str, Callable[[Path], Labelled]] = {
    "granddebat": grand_debat,
    "cycling": cycling,
    "dekamer": dekamer,
    "sib": sib,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET", help=", ".join(SETS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--subsamples", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--labels", action="store_true", help="print the themes' labels too")
    options = parser.parse_args()
    print("set          n     themes (true)  AMI    ARI    V      NMI(lang)  shuffled  seconds")
    for name in options.sets:
        _measure(name, SETS[name](options.data), options)


def _measure(name: str, labelled: Labelled, options: argparse.Namespace) -> None:
    texts = [TextInput(str(i), text, language) for i, (text, language, _) in enumerate(labelled)]
    settings = Settings(subsamples=options.subsamples)
    started = time.perf_counter()
    report = analyse_texts(texts, seed=options.seed, settings=settings)
    seconds = time.perf_counter() - started
    found = {member: theme.key for theme in report.themes for member, _ in theme.members}
    ids = [t.id for t in texts if t.id in found]
    truth, got = [labelled[int(i)][2] for i in ids], [found[i] for i in ids]
    shuffled = list(texts)
    random.Random(0).shuffle(shuffled)
    again = analyse_texts(shuffled, seed=options.seed, settings=settings)
    other = {member: theme.key for theme in again.themes for member, _ in theme.members}
    print(
        f"{name:12} {len(ids):<5} {len(report.themes):>6} ({len(set(truth))})"
        f"       {adjusted_mutual_info_score(truth, got):.3f}  {adjusted_rand_score(truth, got):.3f}"
        f"  {v_measure_score(truth, got):.3f}"
        f"  {normalized_mutual_info_score([labelled[int(i)][1] for i in ids], got):.3f}"
        f"      {adjusted_rand_score(got, [other[i] for i in ids]):.3f}     {seconds:.1f}"
    )
    if options.labels:
        for theme in report.themes:
            print(f"   {theme.size:4}  {theme.stability:.2f} {theme.stability_level:8}  {theme.labels}")


if __name__ == "__main__":
    main()
