"""Who may comment on challenges and record what the committee decided."""

from cocreate.core.permissions import ORGANISERS, Permission, Role, define

define(
    Permission(
        "process:validation:comment",
        ORGANISERS | {Role.COMMITTEE_MEMBER, Role.ANALYST},
        "Comment on a challenge that lies before the committee.",
    ),
    Permission(
        "process:validation:decide",
        ORGANISERS,
        "Lay challenges before the committee, answer comments, record decisions and exceptions.",
    ),
)
