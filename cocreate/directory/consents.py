"""What people agree to, word by word. A wording that changes gets a new number; the earlier ones stay readable."""

from flask_babel import lazy_gettext as _l

from cocreate.directory.rules import Purpose

# Purpose -> number of the wording -> its words. The last is the one that is asked now.
WORDINGS = {
    Purpose.KEEP: {
        1: _l(
            "The organisation that runs this process may keep what I told here in its directory, to find people for "
            "its processes. I can look at it, change it and erase it at any time."
        ),
    },
    Purpose.WRITE: {
        1: _l("It may write to me when there is a process or a meeting in which I could take part."),
    },
    Purpose.EXPERT: {
        1: _l(
            "It may show my name, organisation, function, skills and languages on a public page where people look for "
            "experts. My address is not shown."
        ),
    },
}


def current(purpose: Purpose) -> int:
    """The number of the wording that is asked now."""
    return max(WORDINGS[purpose])
