"""The check before publishing: what stops an opening, what would trouble people, and what could be said plainer."""
