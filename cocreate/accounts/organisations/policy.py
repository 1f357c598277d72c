"""Who may do what with organisations: the roles are those in the organisation of the address."""

from cocreate.core.permissions import EVERYONE, Permission, Role, define

ACCOUNT = frozenset({Role.ACCOUNT})
COLLEAGUES = frozenset({Role.ORGANISATION_MEMBER, Role.ADMINISTRATOR})
RUNNERS = frozenset({Role.ORGANISATION_ADMINISTRATOR})
# Whoever runs the installation can give an organisation an administrator again.
KEEPERS = frozenset({Role.ORGANISATION_ADMINISTRATOR, Role.ADMINISTRATOR})

define(
    Permission("organisations:list", ACCOUNT, "See one's own organisations; as administrator of the site, all."),
    Permission("organisations:create", ACCOUNT, "Set up an organisation, where the site's settings allow it."),
    Permission("organisations:people:view", KEEPERS, "See who belongs to an organisation, and open invitations."),
    Permission("organisations:people:edit", KEEPERS, "Invite people to an organisation, change what they are, part."),
    Permission("organisations:look:edit", RUNNERS, "Change name, logo, colour, footer and languages."),
    Permission("organisations:look:see", EVERYONE, "See the logo and the colour of an organisation."),
    Permission("organisations:view", COLLEAGUES, "See the page of an organisation, with those processes one may see."),
)
