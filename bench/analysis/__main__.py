"""How well the themes found agree with topics that people gave, against BERTopic, and how long it takes.

    python bench/analysis [--data ../shared/data] [--seed 1] [--times] [--no-bertopic] [SET ...]

AMI and ARI are adjusted for chance (1 is perfect, 0 is chance). V is the V-measure (homogeneity and completeness) when
as many themes are asked for as there are topics. NMI(lang) shows whether themes follow language instead of content (0
is good). "shuffled" is the ARI between two runs on differently ordered input (1.000 by design), "-5 %" that between all
answers and all but every twentieth. All answers are placed; the bench stops if one is not.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
from against import PUBLISHED, bertopic
from sets import SETS, Labelled, twins
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
    v_measure_score,
)
from timing import print_times

from cocreate.analysis.report import Settings, TextInput, analyse_texts
from cocreate.analysis.text.vectors import Centring, UseEncoder

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS), metavar="SET", help=", ".join(SETS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", action="store_true", help="measure time and memory up to 100,000 answers too")
    parser.add_argument("--no-bertopic", action="store_true", help="leave the comparison out")
    parser.add_argument("--bertopic-in", type=Path, help="a folder to keep its installation in")
    options = parser.parse_args()
    read = {name: SETS[name](options.data) for name in options.sets}
    print("set          n     themes (true)  AMI    ARI    V      NMI(lang)  shuffled  -5 %")
    ours = np.array([_measure(name, rows, options.seed) for name, rows in read.items()])
    print(
        f"mean                              {ours[:, 0].mean():.3f}  {ours[:, 1].mean():.3f}  {ours[:, 2].mean():.3f}"
    )
    _print_twins(options.data)
    if not options.no_bertopic:
        _print_comparison(ours[:, :2].mean(axis=0), bertopic(read, options.bertopic_in))
    if options.times:
        print_times(options.data)


def _groups(texts: list[TextInput], cache: dict[str, bytes], settings: Settings, seed: int) -> dict[str, str]:
    report = analyse_texts(texts, seed=seed, settings=settings, encoder=UseEncoder(cache))
    found = {m.answer_id: theme.key for theme in report.themes for m in theme.members if m.is_main}
    assert len(found) + len(report.unplaced) == len(texts), "an answer is lost"
    return found


def _measure(name: str, rows: list[Labelled], seed: int) -> tuple[float, float, float]:
    texts = [TextInput(str(i), row.text, row.language) for i, row in enumerate(rows)]
    cache: dict[str, bytes] = {}
    found = _groups(texts, cache, Settings(), seed)
    ids = list(found)
    truth, got = [rows[int(i)].topic for i in ids], list(found.values())
    shuffled = list(texts)
    random.Random(0).shuffle(shuffled)
    again = _groups(shuffled, cache, Settings(), seed)
    fewer = _groups([t for i, t in enumerate(texts) if i % 20], cache, Settings(), seed)
    at_true = _groups(texts, cache, Settings(themes=len(set(truth))), seed)
    ami, ari = adjusted_mutual_info_score(truth, got), adjusted_rand_score(truth, got)
    v = v_measure_score(truth, [at_true[i] for i in ids])
    nmi = normalized_mutual_info_score([rows[int(i)].language for i in ids], got)
    kept = [i for i in ids if i in fewer]
    print(
        f"{name:12} {len(ids):<5} {len(set(got)):>6} ({len(set(truth))})       {ami:.3f}  {ari:.3f}  {v:.3f}  {nmi:.3f}"
        f"      {adjusted_rand_score(got, [again[i] for i in ids]):.3f}"
        f"     {adjusted_rand_score([found[i] for i in kept], [fewer[i] for i in kept]):.3f}",
        flush=True,
    )
    return ami, ari, v


def _print_twins(data: Path) -> None:
    """How often a Dutch text is nearest to its own French translation among all, as the themes see closeness."""
    pairs = twins(data)
    languages = ["nl"] * len(pairs) + ["fr"] * len(pairs)
    points = UseEncoder().encode([nl for nl, _ in pairs] + [fr for _, fr in pairs])
    points = Centring().fit(points, languages).transform(points, languages)
    nearest = (points[: len(pairs)] @ points[len(pairs) :].T).argmax(axis=1)
    first = (nearest == np.arange(len(pairs))).mean()
    print(f"twins: {first:.3f} of {len(pairs)} Dutch texts find their French one first")


def _print_comparison(ours: np.ndarray, theirs: dict[str, tuple[float, float, float]]) -> None:
    for name, (ami, ari, noise) in theirs.items():
        print(f"BERTopic on {name:12} AMI {ami:.3f}  ARI {ari:.3f}  {noise:.0%} thrown away")
    base = np.mean([row[:2] for row in theirs.values()], axis=0) if theirs else np.array(PUBLISHED)
    if not theirs:
        print("BERTopic could not be installed: its published figures on seven other sets stand in")
    times = ours / base
    print(f"BERTopic mean AMI {base[0]:.3f}, mean ARI {base[1]:.3f}; ours is {times[0]:.2f} x and {times[1]:.2f} x")


if __name__ == "__main__":
    main()
