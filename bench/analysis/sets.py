"""Texts with the topics people gave them, read from the shared data: what the themes found are held against."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LANGUAGE_FILES = {"nl": "nld", "fr": "fra", "en": "eng", "de": "deu"}


@dataclass(frozen=True)
class Labelled:
    """One text, its language and its topic."""

    text: str
    language: str
    topic: str


def _rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        return list(csv.DictReader(stream, delimiter=delimiter, quoting=quoting))


def grand_debat(data: Path) -> list[Labelled]:
    """Comments and proposals of the Grand Débat in Lille under its four themes."""
    rows = _rows(data / "decidim-grand-debat-fr/labelled.csv")
    kept = [r for r in rows if r["theme"] and r["theme"] != "Autre sujet"]
    return [Labelled(r["text"], "fr", r["theme"]) for r in kept]


def grand_debat_questions(data: Path) -> list[Labelled]:
    """The direct answers to those questions of the Grand Débat that drew ten or more."""
    rows = [r for r in _rows(data / "decidim-grand-debat-fr/labelled.csv") if r["question"] and r["depth"] == "0"]
    often = Counter(r["question"] for r in rows)
    return [Labelled(r["text"], "fr", r["question"]) for r in rows if often[r["question"]] >= 10]


def cycling(data: Path) -> list[Labelled]:
    """Two German cycling dialogues under the organisers' categories."""
    rows = _rows(data / "cycling-dialogues-de/dataset.csv")
    kept = [r for r in rows if r["dataset"] in "ME" and r["main_category_level1"] != "misc"]
    return [Labelled(f"{r['title']}. {r['text']}", "de", r["main_category_level1"]) for r in kept]


def dekamer(data: Path) -> list[Labelled]:
    """Dutch questions to ministers under the sixteen commonest themes of the Chamber's index."""
    rows = [r for r in _rows(data / "dekamer-nl/dekamer.csv") if r["theme_main"]]
    common = {theme for theme, _ in Counter(r["theme_main"] for r in rows).most_common(16)}
    kept = [r for r in rows if r["theme_main"] in common]
    random.Random(1).shuffle(kept)
    return [Labelled(f"{r['title']} {r['question'][:300]}", "nl", r["theme_main"]) for r in kept[:1600]]


def sib(data: Path) -> list[Labelled]:
    """Each sentence in one of the four languages only, so that translations cannot glue a theme together."""
    found = []
    for turn, (language, code) in enumerate(LANGUAGE_FILES.items()):
        rows = _rows(data / f"sib200-nl-fr-en-de/{code}_train.tsv", "\t")
        found += [Labelled(r["text"], language, r["category"]) for r in rows if int(r["index_id"]) % 4 == turn]
    return found


def polis(data: Path) -> list[Labelled]:
    """Statements of five English Polis conversations, mixed; the topic is the conversation."""
    found = []
    for path in sorted((data / "polis").glob("*/comments.csv")):
        rows = [r for r in _rows(path) if r["moderated"] != "-1"]
        random.Random(1).shuffle(rows)
        found += [Labelled(r["comment-body"], "en", path.parent.name) for r in rows[:300]]
    return found


def argument_topics(data: Path) -> list[Labelled]:
    """Arguments on 24 motions of ArgKP, sixty a motion; the topic is the motion."""
    by_topic: dict[str, list[str]] = defaultdict(list)
    for row in _rows(data / "argkp-en/arguments_train.csv"):
        by_topic[row["topic"]].append(row["argument"])
    return [Labelled(text, "en", topic) for topic, texts in sorted(by_topic.items()) for text in texts[:60]]


def twins(data: Path) -> list[tuple[str, str]]:
    """The same parliamentary question in Dutch and in French."""
    return [(r["text_nl"], r["text_fr"]) for r in _rows(data / "belgian-parliament-nl-fr/pairs.csv")]


SETS: dict[str, Callable[[Path], list[Labelled]]] = {
    "granddebat": grand_debat,
    "gd-questions": grand_debat_questions,
    "cycling": cycling,
    "dekamer": dekamer,
    "sib": sib,
    "polis": polis,
    "argkp": argument_topics,
}
