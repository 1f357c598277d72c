"""Who may have answers read by the machine, decide about themes and statements, and see them."""

from cocreate.core.permissions import EVERYONE, INSIDERS, ORGANISERS, STAFF, Permission, Role, define

ANALYSTS = ORGANISERS | {Role.ANALYST}

define(
    Permission(
        "themes:public:view",
        EVERYONE,
        "See the accepted themes of a closed consultation, or of one whose results are public while it is open.",
    ),
    Permission("themes:theme:view", INSIDERS, "See all themes, proposed and decided."),
    Permission("themes:run:start", ANALYSTS, "Have the machine read the free answers."),
    Permission("themes:report:make", ANALYSTS, "Have the report on themes made as a file for paper."),
    Permission("themes:coding:draw", ANALYSTS, "Draw samples for double coding, and settle disagreements."),
    Permission("themes:coding:code", STAFF, "Say for a sample of answers to which theme each belongs."),
    Permission("themes:assistant:ask", ANALYSTS, "Send quotes to the installation's language model, for names."),
    Permission("themes:theme:decide", ANALYSTS, "Rename, merge, accept and reject themes, and say where they belong."),
    Permission("themes:match:view", INSIDERS, "See where statements belong, as the machine and as people say."),
    Permission("themes:match:start", ANALYSTS, "Have the machine say where each statement belongs."),
    Permission("themes:match:decide", ANALYSTS, "Decide where a statement belongs, and take it back."),
)
