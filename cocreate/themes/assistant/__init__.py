"""Names for themes from a large language model that an installation may name: off by default, a suggestion only."""
