"""Who may read the public record: everybody, once the process is public."""

from cocreate.core.permissions import EVERYONE, Permission, define

define(
    Permission("public:record:view", EVERYONE, "Read who took part, what was said and what was decided."),
    Permission("public:sid:view", EVERYONE, "Walk back from a domain to cards, themes and answers."),
    Permission("public:answer:view", EVERYONE, "Read one answer of an accepted theme, and what became of it."),
)
