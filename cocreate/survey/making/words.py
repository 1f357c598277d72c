"""Words of the interface for the parts of a questionnaire, and for what differs between two versions of it."""

from flask_babel import lazy_gettext as _l

PARTS = {
    "title": _l("title"),
    "introduction": _l("introduction"),
    "thanks": _l("thanks"),
    "closing": _l("closing words"),
    "help": _l("help"),
    "choices": _l("choice"),
    "rows": _l("row"),
    "columns": _l("column"),
    "roles": _l("role"),
    "labels": _l("word at a number"),
    "statement": _l("what people agree to"),
    "unit": _l("unit"),
    "pattern_help": _l("about the pattern"),
    "alt": _l("what the picture shows"),
}
CHANGED = {
    "added": _l("added"),
    "removed": _l("taken away"),
    "moved": _l("moved"),
    "switched_on": _l("switched on"),
    "switched_off": _l("switched off"),
    "requirement": _l("whether it must be answered"),
    "condition": _l("its condition changed"),
    "words": _l("reworded"),
    "row_added": _l("added to its list"),
    "row_removed": _l("taken out of its list"),
    "row_off": _l("switched off in its list"),
    "row_condition": _l("another condition in its list"),
    "rows_moved": _l("its list has another order"),
    "option": _l("another setting"),
}
REQUIREMENTS = {
    "optional": _l("may be skipped"),
    "soft": _l("asked once more"),
    "required": _l("required"),
}
SEVERITIES = {"error": _l("Error"), "warning": _l("Warning"), "hint": _l("Hint")}
