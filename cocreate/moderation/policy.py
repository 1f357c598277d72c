"""Who may report, who decides, and who hears an appeal."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, Role, define

MODERATORS = ORGANISERS | {Role.FACILITATOR}

define(
    Permission("moderation:rule:view", EVERYONE, "Read what is not published and why, and how often that happened."),
    Permission("moderation:report:make", EVERYONE, "Report something that everybody can read."),
    Permission("moderation:own:view", EVERYONE, "See what was decided about one's own contributions, and why."),
    Permission("moderation:appeal:make", EVERYONE, "Ask for a second look at a decision about one's own words."),
    Permission("moderation:queue:view", MODERATORS, "See what was reported, and what was decided."),
    Permission("moderation:case:decide", MODERATORS, "Hide, show again, take passages out, or leave as it is."),
    Permission("moderation:appeal:decide", MODERATORS, "Answer an appeal against somebody else's decision."),
    Permission(
        "moderation:reason:edit",
        frozenset({Role.ORGANISATION_ADMINISTRATOR}),
        "Change an organisation's list of reasons for which something is not published.",
    ),
)
