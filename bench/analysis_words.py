"""How right the word-level parts of the analysis are, each held against what people labelled.

    python bench/analysis_words.py [--data ../shared/data] [languages] [asking] [oppositions] [labels] [campaigns]

languages    share right on the first 20 characters (as they are, and cut at a word), on 20 from the middle, and on 40;
             all sets are held out from the model's training
asking       F1 for "asks for something" and "gives a reason" on labelled sentences: the shipped weights were fitted on
             both files, so each file is also judged with weights fitted on the other one
oppositions  share of the pairs found that are really of opposite sides, and of dissenting answers that really are of
             the other side, beside what chance would give
labels       share of themes whose label alone, read by the encoder, is nearest to the theme's majority class by name
             (first, and among three) or to the theme itself among all themes; share of quotes that are of that class
campaigns    planted copies found among real answers, and the time of 10,000
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent / "analysis"))

from sets import LANGUAGE_FILES, SETS  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.metrics import f1_score  # noqa: E402

from cocreate.analysis.report import Settings, TextInput, analyse_texts  # noqa: E402
from cocreate.analysis.text.asking import WEIGHTS, classify, cues_of  # noqa: E402
from cocreate.analysis.text.duplicates import find_campaigns  # noqa: E402
from cocreate.analysis.text.language import detect  # noqa: E402
from cocreate.analysis.text.opposition import find_oppositions  # noqa: E402
from cocreate.analysis.text.vectors import UseEncoder  # noqa: E402
from cocreate.analysis.text.voices import dissenting  # noqa: E402


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        return list(csv.DictReader(stream, delimiter=delimiter, quoting=quoting))


def languages(data: Path) -> None:
    held: list[tuple[str, str, list[str]]] = [
        (f"sib dev {language}", language, [r["text"] for r in rows(data / f"sib200-nl-fr-en-de/{code}_dev.tsv", "\t")])
        for language, code in LANGUAGE_FILES.items()
    ]
    pairs = rows(data / "belgian-parliament-nl-fr/pairs.csv")[-250:]
    chamber = rows(data / "dekamer-nl/dekamer.csv")
    polis = rows(data / "polis/american-assembly.bowling-green/comments.csv")
    held += [
        ("chamber titles", "nl", [r["title"] for r in chamber]),
        ("chamber questions", "nl", [r["question"] for r in chamber]),
        ("grand débat", "fr", [r["text"] for r in rows(data / "decidim-grand-debat-fr/labelled.csv")]),
        ("cycling", "de", [r["text"] for r in rows(data / "cycling-dialogues-de/dataset.csv")]),
        ("polis", "en", [r["comment-body"] for r in polis if r["moderated"] == "1"]),
        ("argkp", "en", [r["argument"] for r in rows(data / "argkp-en/arguments_dev.csv")]),
        ("pairs nl", "nl", [r["text_nl"] for r in pairs]),
        ("pairs fr", "fr", [r["text_fr"] for r in pairs]),
    ]
    print("language            texts  20 raw  20 at word  20 middle  40")
    means = []
    for name, language, texts in held:
        flat = [" ".join(t.split()) for t in texts]
        flat = [t for t in flat if len(t) >= 20]
        cuts: list[Callable[[str], str]] = [
            lambda t: t[:20],
            _at_word,
            lambda t: _at_word(t[len(t) // 2 :].split(" ", 1)[-1]),
            lambda t: t[:40],
        ]
        shares = [float(np.mean([detect(cut(t)).language == language for t in flat])) for cut in cuts]
        means.append(shares)
        print(f"{name:18} {len(flat):6}  {shares[0]:.3f}   {shares[1]:.3f}       {shares[2]:.3f}      {shares[3]:.3f}")
    mean = np.mean(means, axis=0)
    print(f"mean                       {mean[0]:.3f}   {mean[1]:.3f}       {mean[2]:.3f}      {mean[3]:.3f}")


def _at_word(text: str) -> str:
    head = text[:21].rsplit(" ", 1)[0]
    return head if 0 < len(head) <= 20 else text[:20]


def asking(data: Path) -> None:
    files = {name: f"cimt-arguments-de/cycling-{name}.tsv" for name in ("cologne-CDC", "moers-CDM")}
    labelled = {name: [r for r in rows(data / file, "\t") if r["code"]] for name, file in files.items()}
    names = list(WEIGHTS)

    def features(own: list[dict[str, str]]) -> np.ndarray:
        return np.array([[cue in seen for cue in names] for r in own if (seen := cues_of(r["content"], "de")) or True])

    print("asking        sentences  asks F1  (fitted on the other)  reason F1  (fitted on the other)")
    for name, own in labelled.items():
        (other,) = (o for n, o in labelled.items() if n != name)
        line = f"{name:14}{len(own):6}   "
        found = [classify(r["content"], "de") for r in own]
        for code, shipped in (("mpos", [f.asks for f in found]), ("premise", [f.reasons for f in found])):
            truth, learnt = ([code in r["code"] for r in side] for side in (own, other))
            model = LogisticRegression(class_weight="balanced").fit(features(other), learnt)
            held_out = f1_score(truth, model.predict(features(own)))
            line += f"   {f1_score(truth, [s >= 0.5 for s in shipped]):.3f}    ({held_out:.3f})          "
        print(line)


def oppositions(data: Path) -> None:
    print("oppositions  pairs  of opposite sides  by chance | dissent  of the other side  by chance")
    for part in ("dev", "train"):
        by_topic: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows(data / f"argkp-en/arguments_{part}.csv"):
            by_topic[row["topic"]].append(row)
        draw = random.Random(5)
        right, chance, other, other_chance = [], [], [], []
        for _, own in sorted(by_topic.items()):
            own = draw.sample(own, min(len(own), 140))
            texts, sides = [r["argument"] for r in own], [r["stance"] for r in own]
            found = find_oppositions(texts, ["en"] * len(own), UseEncoder().encode(texts), near=0.5, most=10)
            right += [sides[o.in_favour] != sides[o.against] for o in found]
            share = sides.count("1") / len(sides)
            chance.append(2 * share * (1 - share))
            for main in ("1", "-1"):
                few = [r for r in own if r["stance"] != main]
                few = draw.sample(few, min(len(few), max(3, sides.count(main) // 6)))
                mixed = [r for r in own if r["stance"] == main] + few
                against = dissenting([r["argument"] for r in mixed], ["en"] * len(mixed))
                other += [mixed[i]["stance"] != main for i in against]
                other_chance.append(len(few) / len(mixed))
        print(
            f"argkp {part:5} {len(right):5}       {np.mean(right):.3f}           {np.mean(chance):.3f}   |"
            f" {len(other):5}        {np.mean(other):.3f}            {np.mean(other_chance):.3f}"
        )


def labels(data: Path) -> None:
    print("labels        themes  class @1  @3     theme @1  @3     quotes of the class  (all answers)")
    means = []
    for name, read in SETS.items():
        labelled = read(data)
        texts = [TextInput(str(i), row.text, row.language) for i, row in enumerate(labelled)]
        encoder = UseEncoder({})
        report = analyse_texts(texts, seed=1, settings=Settings(subsamples=12), encoder=encoder)
        classes = sorted({row.topic for row in labelled})
        inside = [[int(m.answer_id) for m in t.members if m.is_main] for t in report.themes]
        majority = [Counter(labelled[i].topic for i in own).most_common(1)[0][0] for own in inside]
        spoken = encoder.encode([". ".join(t.labels.values()) for t in report.themes])
        named = encoder.encode([_readable(c) for c in classes])
        centres = np.vstack([encoder.encode([labelled[i].text for i in own]).mean(axis=0) for own in inside])
        by_class = _ranks(spoken @ named.T, [classes.index(m) for m in majority])
        by_theme = _ranks((spoken - spoken.mean(axis=0)) @ (centres - centres.mean(axis=0)).T, range(len(inside)))
        quotes = [labelled[int(q)].topic == m for t, m in zip(report.themes, majority, strict=True) for q in t.quotes]
        purity = [labelled[i].topic == m for own, m in zip(inside, majority, strict=True) for i in own]
        numbers = [np.mean(ranks <= n) for ranks in (by_class, by_theme) for n in (1, 3)]
        numbers += [np.mean(quotes), np.mean(purity)]
        means.append(numbers)
        print(f"{name:14}{len(inside):5}   " + "     ".join(f"{n:.3f}" for n in numbers))
    print("mean                " + "     ".join(f"{n:.3f}" for n in np.mean(means, axis=0)))


def _readable(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").replace(".", " ")


def _ranks(similar: np.ndarray, right: Sequence[int]) -> np.ndarray:
    own = similar[np.arange(len(similar)), list(right)]
    return 1 + (similar > own[:, None]).sum(axis=1)


def campaigns(data: Path) -> None:
    texts = {r["id"]: r["content"] for r in rows(data / "cimt-arguments-de/cycling-moers-CDM.tsv", "\t")}
    texts |= {f"g{i}": r["text"] for i, r in enumerate(rows(data / "decidim-grand-debat-fr/labelled.csv"))}
    draw = random.Random(1)
    words = " ".join(texts.values()).split()
    letter = "Wir bitten die Stadt dringend, die alte Bahntrasse für Radfahrer zu öffnen, bevor sie verkauft wird"
    planted = {f"p{i}": " ".join([*draw.choices(words, k=6), letter, *draw.choices(words, k=6)]) for i in range(300)}
    found = find_campaigns(texts | planted, smallest=3)
    caught = set(found[0].members)
    print(
        f"campaigns: {len(caught & planted.keys())} of {len(planted)} planted copies in one campaign,"
        f" {len(caught - planted.keys())} others in it; {len(found) - 1} other campaigns in {len(texts)} real texts"
    )
    many = {f"{turn} {key}": f"{text} {turn}" for turn in range(4) for key, text in (texts | planted).items()}
    started = time.process_time()
    find_campaigns(dict(list(many.items())[:10_000]))
    print(f"time: {min(10_000, len(many))} texts, every one of them four times: {time.process_time() - started:.1f} s")


SECTIONS = {f.__name__: f for f in (languages, asking, oppositions, labels, campaigns)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", default=list(SECTIONS), metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    for name in options.sections:
        SECTIONS[name](options.data)


if __name__ == "__main__":
    main()
