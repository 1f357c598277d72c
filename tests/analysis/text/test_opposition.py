"""Statements that oppose each other are paired, with the words that tell; those that agree are not."""

import csv
import random

import numpy as np
import pytest

from cocreate.analysis.text.opposition import find_oppositions
from cocreate.analysis.text.stance import stance
from cocreate.analysis.text.vectors import UseEncoder
from tests.analysis.text.conftest import DATA

OPPOSED = [
    ("nl", "De parkeerplaatsen op de markt moeten behouden blijven", "De parkeerplaatsen op de markt afschaffen"),
    ("nl", "Meer windmolens langs de snelweg", "Geen windmolens langs de snelweg"),
    ("fr", "Il faut augmenter les impôts sur la fortune", "Il faut réduire les impôts sur la fortune"),
    ("fr", "Le vote obligatoire est une bonne chose", "Le vote obligatoire n'est pas une bonne chose"),
    ("en", "School uniforms should be abolished", "School uniforms should not be abolished"),
    ("en", "We should allow cars in the centre", "We should ban cars in the centre"),
    ("de", "Mehr Autos in der Innenstadt erlauben", "Autos in der Innenstadt verbieten"),
    ("de", "Der Radweg ist sicher", "Der Radweg ist nicht sicher"),
]
AGREED = [
    ("nl", "Geen auto's in het centrum", "Minder auto's in het centrum"),
    ("fr", "Supprimer les niches fiscales", "Moins de niches fiscales"),
    ("en", "School uniforms should be abolished because they are bad", "We should abolish school uniforms"),
    ("de", "Mehr Radwege bauen", "Die Radwege ausbauen, das ist wichtig"),
]


def pair(language, one, other):
    return find_oppositions([one, other], [language] * 2, np.ones((2, 1), np.float32))


@pytest.mark.parametrize(("language", "one", "other"), OPPOSED)
def test_contrary_statements_are_a_pair_and_the_words_tell(language, one, other):
    (found,) = pair(language, one, other)
    assert {found.in_favour, found.against} == {0, 1}
    assert found.words
    spoken = (one, other)
    for for_it, against_it in found.words:
        assert for_it in spoken[found.in_favour]
        assert against_it in spoken[found.against]


@pytest.mark.parametrize(("language", "one", "other"), AGREED)
def test_statements_that_agree_are_no_pair(language, one, other):
    assert pair(language, one, other) == []


def test_far_apart_or_in_two_languages_is_no_pair():
    texts = ["More cars in the centre", "No cars in the centre"]
    assert find_oppositions(texts, ["en", "en"], np.eye(2, dtype=np.float32)) == []
    assert find_oppositions(texts, ["en", "fr"], np.ones((2, 1), np.float32)) == []
    assert find_oppositions([], [], np.zeros((0, 1), np.float32)) == []
    assert stance("Ещё больше", "und").overall == 0


def test_the_order_changes_nothing_and_nobody_is_in_more_than_two_pairs():
    texts = [text for _, one, other in OPPOSED for text in (one, other)] + ["Meer auto's in de stad"] * 3
    languages = [language for language, _, _ in OPPOSED for _ in range(2)] + ["nl"] * 3
    points = np.ones((len(texts), 1), np.float32)

    def said(order):
        found = find_oppositions([texts[i] for i in order], [languages[i] for i in order], points)
        return [(texts[order[o.in_favour]], texts[order[o.against]], o.words) for o in found]

    first = said(list(range(len(texts))))
    for seed in range(4):
        order = list(range(len(texts)))
        random.Random(seed).shuffle(order)
        assert said(order) == first
    used = [text for for_it, against_it, _ in first for text in (for_it, against_it)]
    assert max(used.count(text) for text in set(used)) <= 2


def test_most_pairs_found_among_arguments_are_of_opposite_sides():
    path = DATA / "argkp-en/arguments_dev.csv"
    if not path.exists():
        pytest.skip("needs argkp-en in ../shared/data, which is not on this machine")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [r for r in csv.DictReader(stream) if "uniform" in r["topic"]]
    texts = [r["argument"] for r in rows]
    found = find_oppositions(texts, ["en"] * len(texts), UseEncoder().encode(texts), near=0.6, most=20)
    right = sum(rows[o.in_favour]["stance"] != rows[o.against]["stance"] for o in found)
    assert len(found) >= 10
    assert right / len(found) >= 0.65


def test_among_two_thousand_statements_sides_are_told_apart():
    draw = np.random.default_rng(1)
    words = "auto fiets bus tram park school markt plein straat station".split()
    texts = [f"{draw.choice(['Meer', 'Geen', 'Minder'])} {' '.join(draw.choice(words, 4))} {i}" for i in range(2000)]
    points = draw.normal(size=(2000, 50)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    found = find_oppositions(texts, ["nl"] * 2000, points, near=0.0)
    assert len(found) >= 10
    assert not any(texts[pair.in_favour].split()[0] == texts[pair.against].split()[0] for pair in found)
