"""Score sheets: marks with confidence and evidence, conflicts of interest, rounds of scoring, how members differ."""
