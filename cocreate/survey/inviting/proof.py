"""Proof of work: a browser looks for a number whose hash begins with zeros, which costs a flood more than it is worth.

The puzzle is the form's own signed token, so nothing is stored to remember it. static/js/survey/work.js solves it;
tests/shared/work_cases.json holds for both.
"""

import hashlib

BITS = 18  # about a quarter of a million hashes: a second or two on a telephone
FIELD = "work"
PREFIX, MOST_DIGITS = 32, 12  # signs of the token's hash that are used; digits of the number


def prefix_of(form_token: str) -> str:
    """What the number is hashed with; short, so that one block of SHA-256 holds it all."""
    return hashlib.sha256(form_token.encode("utf-8", "replace")).hexdigest()[:PREFIX]


def is_solution(form_token: str, number: str, bits: int = BITS) -> bool:
    """Whether the number solves the puzzle of this form."""
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        return False
    found = hashlib.sha256(f"{prefix_of(form_token)}:{number}".encode()).digest()
    return int.from_bytes(found[:4], "big") >> (32 - bits) == 0
