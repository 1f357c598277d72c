"""Words of the interface for data protection."""

from flask_babel import lazy_gettext as _l

from cocreate.survey.protection.rules import DataKind, LegalBasis

BASES = {
    LegalBasis.PUBLIC_TASK: _l("A task in the public interest (GDPR, article 6.1.e)"),
    LegalBasis.CONSENT: _l("Consent of whoever answers (GDPR, article 6.1.a)"),
    LegalBasis.LEGAL_OBLIGATION: _l("A legal obligation (GDPR, article 6.1.c)"),
    LegalBasis.LEGITIMATE_INTEREST: _l("A legitimate interest (GDPR, article 6.1.f)"),
}
DATA = {
    DataKind.OPINIONS: _l("Answers and opinions"),
    DataKind.GROUP: _l("Group of the respondent"),
    DataKind.CONTACTS: _l("Names or contacts, as far as people write them"),
    DataKind.FILES: _l("Files that people hand in"),
    DataKind.PLACE: _l("Points on a map"),
    DataKind.IDENTITY: _l("Who gave which answers"),
}
