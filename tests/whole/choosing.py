"""Which addresses the tests of the whole look at: all of them, or while one works on a part, only those that match.

CHOSEN=/ecosystem pytest tests/whole/test_crawl.py
"""

import os
import re
from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

CHOSEN = os.environ.get("CHOSEN", "")
EVERYTHING = not CHOSEN  # so that a test may count on how much it saw


def chosen(app: Flask) -> Iterator[Rule]:
    """The addresses, in order, whose pattern matches the regular expression in the environment."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if re.search(CHOSEN, rule.rule):
            yield rule
