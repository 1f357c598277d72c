"""Fewer or more themes: families nest, and the tree alone is enough to cut it anywhere."""

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cocreate.analysis.text.levels import cut, ward


@given(st.integers(1, 25), st.integers(0, 1000))
def test_every_wanted_number_of_families_is_given_and_each_nests_in_the_next(count, seed):
    centres = np.random.default_rng(seed).normal(size=(count, 5)).tolist()
    keys = [f"t{i + 1}" for i in range(count)]
    tree = ward(keys, centres, {})
    finer = None
    for wanted in range(count, 0, -1):
        families = cut(tree, keys, wanted)
        assert list(families) == keys
        assert len(set(families.values())) == wanted
        if finer is not None:
            assert len({(finer[key], families[key]) for key in keys}) == wanted + 1
        finer = families
    assert [m.height for m in tree] == sorted(m.height for m in tree)


def test_a_family_carries_the_first_phrases_of_its_largest_themes_in_each_language():
    labels = {"t1": {"nl": "fietspaden, veilig", "fr": "pistes"}, "t2": {"nl": "bussen"}, "t3": {"nl": "woningen"}}
    tree = ward(["t1", "t2", "t3"], [[1, 0], [0.9, 0.1], [0, 1]], labels)
    assert [dict(m.labels) for m in tree] == [
        {"fr": "pistes", "nl": "fietspaden, bussen"},
        {"fr": "pistes", "nl": "fietspaden, bussen, woningen"},
    ]


def test_cutting_a_stored_tree_loads_no_scikit_learn_and_no_numpy():
    code = (
        "import sys; from cocreate.analysis.text.levels import Merge, cut; cut([Merge('a', 'b', 1.0, 'f1')],"
        " ['a', 'b'], 1); print(sorted({'sklearn', 'numpy', 'scipy'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
