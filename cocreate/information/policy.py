"""Who may read, write, comment, approve and publish information sheets."""

from cocreate.core.permissions import EVERYONE, INSIDERS, ORGANISERS, STAFF, Permission, Role, define

WRITERS = ORGANISERS | {Role.ANALYST}

define(
    Permission("information:sheet:view", EVERYONE, "Read the published information sheets of a process."),
    Permission("information:draft:view", INSIDERS, "Read information sheets that are being prepared."),
    Permission("information:draft:edit", WRITERS, "Write into information sheets, and keep versions of them."),
    Permission(
        "information:draft:comment",
        STAFF | {Role.COMMITTEE_MEMBER},
        "Comment on information sheets that are being prepared.",
    ),
    Permission(
        "information:version:approve",
        ORGANISERS | {Role.COMMITTEE_MEMBER},
        "Approve a version of an information sheet.",
    ),
    Permission("information:version:publish", ORGANISERS, "Publish an approved version of an information sheet."),
)
