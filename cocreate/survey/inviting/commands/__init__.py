"""Everything that changes contacts, invitations, mailings and the targets of a consultation."""

from cocreate.survey.inviting.commands.contacts import (
    Imported,
    add_contact,
    delete_contact,
    import_contacts,
    mark_bounced,
    mark_returned,
    opt_in,
    opt_out,
    update_contact,
)
from cocreate.survey.inviting.commands.invitations import invite_contacts, set_revoked
from cocreate.survey.inviting.commands.mailings import (
    create_mailing,
    delete_mailing,
    resume_mailing,
    send_mailing,
    send_test,
    update_mailing,
    write_batch,
)
from cocreate.survey.inviting.commands.reviewing import flag_duplicates, set_targets

__all__ = [
    "Imported",
    "add_contact",
    "create_mailing",
    "delete_contact",
    "delete_mailing",
    "flag_duplicates",
    "import_contacts",
    "invite_contacts",
    "mark_bounced",
    "mark_returned",
    "opt_in",
    "opt_out",
    "resume_mailing",
    "send_mailing",
    "send_test",
    "set_revoked",
    "set_targets",
    "update_contact",
    "update_mailing",
    "write_batch",
]
