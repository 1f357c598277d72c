"""One organisation written in several ways: which names may mean the same, why, and how sure that is."""

from cocreate.analysis.names.likeness import Likeness, likeness
from cocreate.analysis.names.mentions import Names
from cocreate.analysis.names.pairs import Pair, best_matches, pairs
from cocreate.analysis.names.reading import name_key

__all__ = ["Likeness", "Names", "Pair", "best_matches", "likeness", "name_key", "pairs"]
