"""Long lists a page at a time: which page was asked for, whatever somebody wrote into the address."""

from flask import request

LAST = 100_000  # beyond this no database counts rows, and no person reads


def page_number() -> int:
    """The number after `?page=`, from 1; anything that is no such number is the first page."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST)
