"""Who may read the public record, and who says what became of contributions."""

from cocreate.core.permissions import EVERYONE, ORGANISERS, Permission, Role, define

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


ANALYSTS = ORGANISERS | {Role.ANALYST}

define(
    Permission("public:fate:view", EVERYONE, "See what became of all contributions, and the chains behind it."),
    Permission("public:fate:work", ANALYSTS, "Read the contributions that are not processed yet."),
    Permission("public:fate:decide", ANALYSTS, "Reply to contributions, set them aside, take that back."),
    Permission("public:fate:watch", EVERYONE, "Ask, with a receipt code, to be told by mail that there is news."),
    Permission("public:fate:tell", ORGANISERS, "Write to those who asked to be told that there is news."),
)
