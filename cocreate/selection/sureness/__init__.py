"""How sure the shortlist is: at a glance, with the full table behind it, computed again, and under other weights."""
