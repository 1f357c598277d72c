"""Who may invite, enter answers for others, and look after balance and odd answers."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, STAFF, Permission, Role, define

define(
    Permission("survey:invitation:follow", EVERYONE, "Follow a personal link to a consultation."),
    Permission("survey:contact:opt_out", EVERYONE, "Ask for no more mails, by the link in a mail."),
    Permission("survey:contact:opt_in", EVERYONE, "Ask for mails again, by the same link."),
    Permission("survey:contacts:view", ORGANISERS, "See the contacts of a process."),
    Permission("survey:contacts:edit", ORGANISERS, "Add, change, import and delete contacts."),
    Permission("survey:contacts:export", ORGANISERS, "Take out the contacts of a process as a file."),
    Permission("survey:invitations:manage", ORGANISERS, "Invite contacts, hand out their links, and withdraw them."),
    Permission("survey:mailings:manage", ORGANISERS, "Write and send invitations and reminders."),
    Permission("survey:meter:view", STAFF, "See answers against targets while a consultation is open."),
    Permission("survey:meter:edit", ORGANISERS, "Set the targets of a consultation."),
    Permission("survey:late:allow", ORGANISERS, "Let helpers enter answers for some days after the close."),
    Permission(
        "survey:answer:enter",
        ORGANISERS | {Role.FACILITATOR},
        "Enter an answer that somebody gave on paper or by telephone.",  # when: Consultation.is_taking_from_helpers
    ),
    Permission("survey:odd:view", ORGANISERS | {Role.ANALYST}, "See which answers were sent in an odd way."),
)
