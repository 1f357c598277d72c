"""Who may take in files from elsewhere, and take a questionnaire out as a file."""

from cocreate.core.permissions import ORGANISERS, STAFF, Permission, define

define(
    Permission("survey:import:manage", ORGANISERS, "Take in questionnaires and answers from files."),
    Permission("survey:questionnaire:export", STAFF, "Take out a questionnaire, without answers, as a file."),
)
