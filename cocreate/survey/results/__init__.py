"""Results of a consultation: numbers with their base and their doubt, small groups hidden, pictures with their tables."""

from cocreate.survey.results.page import Results, results_of

__all__ = ["Results", "results_of"]
