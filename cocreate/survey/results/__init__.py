"""Results of a consultation: numbers with base and doubt, small groups hidden, pictures with their tables."""

from cocreate.survey.results.page import Results, results_of

__all__ = ["Results", "results_of"]
