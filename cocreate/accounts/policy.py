"""Who may see and invite people, and who runs an organisation."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, Role, define

# Whoever runs the installation can give a process people again, themselves too, and its audit trail says so.
HELPERS = ORGANISERS | {Role.ADMINISTRATOR}

define(
    Permission("accounts:sign_in", EVERYONE, "Sign in, sign out, and ask for a new password or a sign-in link."),
    Permission("accounts:own", frozenset({Role.ACCOUNT}), "See and change one's own account."),
    Permission("accounts:invitation:accept", EVERYONE, "Open an invitation received by mail, and accept it."),
    Permission("accounts:people:view", HELPERS, "See who has which role in a process, and open invitations."),
    Permission("accounts:invitation:send", HELPERS, "Invite somebody by mail to a role in a process."),
    Permission("accounts:invitation:withdraw", HELPERS, "Withdraw an invitation that is not yet accepted."),
    Permission("accounts:role:revoke", HELPERS, "Take a role in a process from somebody."),
    Permission("accounts:outbox:view", frozenset({Role.ADMINISTRATOR}), "See mails, and read those never sent."),
    Permission("accounts:outbox:send", frozenset({Role.ADMINISTRATOR}), "Send a mail again, or a test mail."),
)


ACCOUNT = frozenset({Role.ACCOUNT})
COLLEAGUES = frozenset({Role.ORGANISATION_MEMBER, Role.ADMINISTRATOR})
RUNNERS = frozenset({Role.ORGANISATION_ADMINISTRATOR})
# Whoever runs the installation can give an organisation an administrator again.
KEEPERS = frozenset({Role.ORGANISATION_ADMINISTRATOR, Role.ADMINISTRATOR})

define(
    Permission(
        "accounts:organisation:list", ACCOUNT, "See one's own organisations; as administrator of the site, all."
    ),
    Permission("accounts:organisation:create", ACCOUNT, "Set up an organisation, where the site's settings allow it."),
    Permission("accounts:colleagues:view", KEEPERS, "See who belongs to an organisation, and open invitations."),
    Permission("accounts:colleagues:edit", KEEPERS, "Invite people to an organisation, change what they are, part."),
    Permission("accounts:look:edit", RUNNERS, "Change name, logo, colour, footer and languages."),
    Permission("accounts:letter:word", RUNNERS, "Word the letters of an organisation, and go back to the original."),
    Permission("accounts:look:view", EVERYONE, "See the logo and the colour of an organisation."),
    Permission(
        "accounts:organisation:view", COLLEAGUES, "See the page of an organisation, with those processes one may see."
    ),
)
