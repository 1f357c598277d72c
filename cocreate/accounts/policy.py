"""Who may do what with accounts, roles and invitations."""

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
