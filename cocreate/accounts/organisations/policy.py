"""Who may do what with organisations: the roles are those in the organisation of the address."""

from cocreate.core.permissions import EVERYONE, Permission, Role, define

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
