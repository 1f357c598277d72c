"""How well the themes found agree with topics that people gave, printed per labelled data set.

    python bench/analysis [--data ../shared/data] [--subsamples 40] [--seed 1] [SET ...]

AMI and ARI are adjusted for chance (1 is perfect, 0 is chance); V is the V-measure of homogeneity and completeness;
NMI(lang) shows whether themes follow language instead of content (0 is good); "shuffled" is the ARI between two runs
on differently ordered input (1.000 by design).
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from sets import SETS, Labelled
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
    v_measure_score,
)

from cocreate.analysis.report import Settings, TextInput, ThemeReport, analyse_texts

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET", help=", ".join(SETS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--subsamples", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print("set          n     themes (true)  AMI    ARI    V      NMI(lang)  shuffled  seconds")
    for name in options.sets:
        _measure(name, SETS[name](options.data), options)


def _main_themes(report: ThemeReport) -> dict[str, str]:
    return {member.answer_id: theme.key for theme in report.themes for member in theme.members if member.is_main}


def _measure(name: str, labelled: list[Labelled], options: argparse.Namespace) -> None:
    texts = [TextInput(str(i), row.text, row.language) for i, row in enumerate(labelled)]
    settings = Settings(subsamples=options.subsamples)
    started = time.perf_counter()
    report = analyse_texts(texts, seed=options.seed, settings=settings)
    seconds = time.perf_counter() - started
    found = _main_themes(report)
    ids = [t.id for t in texts if t.id in found]
    truth, got = [labelled[int(i)].topic for i in ids], [found[i] for i in ids]
    shuffled = list(texts)
    random.Random(0).shuffle(shuffled)
    other = _main_themes(analyse_texts(shuffled, seed=options.seed, settings=settings))
    print(
        f"{name:12} {len(ids):<5} {len(report.themes):>6} ({len(set(truth))})"
        f"       {adjusted_mutual_info_score(truth, got):.3f}  {adjusted_rand_score(truth, got):.3f}"
        f"  {v_measure_score(truth, got):.3f}"
        f"  {normalized_mutual_info_score([labelled[int(i)].language for i in ids], got):.3f}"
        f"      {adjusted_rand_score(got, [other[i] for i in ids]):.3f}     {seconds:.1f}"
    )


if __name__ == "__main__":
    main()
