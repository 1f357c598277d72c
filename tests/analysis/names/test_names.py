"""Names of organisations: what is the same, what is not, measured on pairs that people labelled.

`tuned.csv` was looked at while the rules were made, `unseen.csv` only afterwards: its figures are those to quote.
"""

import csv
from pathlib import Path

import pytest

from cocreate.analysis.names import best_matches, likeness, name_key, pairs
from cocreate.analysis.names.likeness import ENOUGH

HERE = Path(__file__).parent


def measured(name: str) -> tuple[float, float]:
    """Precision and recall of `likeness` on a labelled file."""
    with (HERE / name).open(encoding="utf-8") as file:
        rows = [
            (row["verdict"] == "same", likeness(row["first"], row["second"]).score >= ENOUGH)
            for row in csv.DictReader(file)
        ]
    right = sum(same and said for same, said in rows)
    return right / sum(said for _same, said in rows), right / sum(same for same, _said in rows)


def test_the_rules_hold_on_pairs_that_they_were_made_with() -> None:
    precision, recall = measured("tuned.csv")
    assert precision >= 0.99 and recall >= 0.96


def test_the_rules_hold_on_pairs_that_they_never_saw() -> None:
    precision, recall = measured("unseen.csv")
    assert precision >= 0.95 and recall >= 0.85


@pytest.mark.parametrize("form", ["BV", "b.v.", "NV", "S.A.", "ASBL", "vzw", "GmbH", "e.V.", "Ltd", "SRL"])
def test_a_legal_form_makes_no_other_name(form: str) -> None:
    assert name_key(f"Repair Works {form}") == name_key("repair works") == name_key(f"{form} Repair Works")


def test_a_name_of_nothing_but_a_legal_form_stays_a_name() -> None:
    assert name_key("SA") == "sa" and name_key("De") == "de"


def test_likeness_does_not_depend_on_which_comes_first() -> None:
    with (HERE / "tuned.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert likeness(row["first"], row["second"]).score == pytest.approx(
                likeness(row["second"], row["first"]).score
            )


def test_pairs_are_found_among_many_names_as_one_by_one() -> None:
    with (HERE / "unseen.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = {
        number: [text] for number, text in enumerate(text for row in rows for text in (row["first"], row["second"]))
    }
    found = {(pair.first, pair.second) for pair in pairs(names)}
    alike = {
        (2 * place, 2 * place + 1)
        for place, row in enumerate(rows)
        if likeness(row["first"], row["second"]).score >= ENOUGH
    }
    assert alike <= found


def test_the_surest_match_comes_first() -> None:
    names = {1: ["Agoria"], 2: ["Sirris Brussels"], 3: ["Sirris vzw", "Collective centre"]}
    assert [number for number, _like in best_matches("SIRRIS", names)] == [3, 2]
    assert best_matches("", names) == [] and best_matches("???", names) == []
