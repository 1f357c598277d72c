"""Who may take translations out and bring them in."""

from cocreate.core.permissions import ORGANISERS, Permission, define

define(
    Permission("survey:translation:exchange", ORGANISERS, "Take texts of a consultation out, and translations in."),
)
