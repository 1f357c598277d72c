"""The pieces that a form about a kind's options is made of: each reads what was typed, and fills it in again."""

from cocreate.survey.making.parts.base import KEY, NEVER, Around, Mistake, Part, key_from, typed, words_in
from cocreate.survey.making.parts.fields import Amount, Beforehand, Check, Day, Line, Words
from cocreate.survey.making.parts.picks import Filter, Image, Papers, Pick, Several
from cocreate.survey.making.parts.rows import Points, Rows

__all__ = [
    "KEY",
    "NEVER",
    "Amount",
    "Around",
    "Beforehand",
    "Check",
    "Day",
    "Filter",
    "Image",
    "Line",
    "Mistake",
    "Papers",
    "Part",
    "Pick",
    "Points",
    "Rows",
    "Several",
    "Words",
    "key_from",
    "typed",
    "words_in",
]
