"""Results of a consultation: numbers with base and doubt, small groups hidden, pictures with their tables."""
