"""Who may read the public record: everybody, once the process is public."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, define

define(
    Permission("public:record:view", EVERYONE, "Read who took part, what was said and what was decided."),
    Permission("public:sid:view", EVERYONE, "Walk back from a domain to cards, themes and answers."),
    Permission("public:answer:view", EVERYONE, "Read one answer of an accepted theme, and what became of it."),
    Permission(
        "public:record:edit", ORGANISERS, "Write news, offer documents and say whom the population consists of."
    ),
    Permission("public:data:view", EVERYONE, "Read and take the open data of a public process."),
    Permission("public:data:release", ORGANISERS, "Make a version of the open data, or withdraw one."),
)
