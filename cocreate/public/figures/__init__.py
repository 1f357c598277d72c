"""Figures of the record to take along: shown on other sites, or kept as SVG, PNG or CSV."""
