"""Open data of what was made of the answers: themes, cards of the camps, and the chain that ties all together."""

from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress
from cocreate.camp import card_queries
from cocreate.camp import queries as camp_queries
from cocreate.camp.card_queries import CardLine
from cocreate.camp.models import Camp
from cocreate.core.provenance import ProvenanceLink
from cocreate.process.models import Process
from cocreate.public.open_data.table import Column, Row, Table, flag, number, share, translated, words
from cocreate.public.open_data.tables_asked import ID, given_away
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes import publishing
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.publishing import Told

THEME = Column("theme", "id of the theme")


def tables(session: Session, process: Process) -> list[Table]:
    """All tables of this part, in the order of the method."""
    themes = _current_themes(session, process)
    told = publishing.told_of(session, themes)
    return [
        _themes(themes, told),
        _theme_counts(themes, told),
        _theme_answers(session, process, [theme for theme in themes if told[theme.id].size is not HIDDEN]),
        *_camps(session, process),
    ]


def _current_themes(session: Session, process: Process) -> list[Theme]:
    return list(
        session.scalars(
            select(Theme)
            .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
            .join(Consultation, AnalysisRun.consultation_id == Consultation.id)
            .where(Consultation.process_id == process.id, AnalysisRun.is_current, publishing.is_public())
            .order_by(Theme.question_id, Theme.size.desc(), Theme.id)
        )
    )


def _themes(themes: list[Theme], told: Mapping[int, Told]) -> Table:
    columns = (
        ID,
        Column("question", "id of the question"),
        *translated("machine_label", "What the machine called it"),
        *translated("label", "What people call it; the machine's words where they left them"),
        Column("size", 'How many answers it holds; "hidden" where the number would tell of few people'),
        share("stability", "How surely it would come back with somewhat different answers, 0 to 1"),
        Column("state", "proposed by the machine; accepted, rejected or merged by people"),
        Column("belongs_to", "challenge, sub_challenge, transversal or new, as people decided"),
        Column("reason", "Written reason of the decision"),
    )
    rows = [
        {
            "id": theme.public_id,
            "question": theme.question.public_id,
            **words("machine_label", theme.machine_labels),
            **words("label", theme.title),
            "size": _shown(told[theme.id].size),
            "stability": theme.stability,
            "state": theme.state,
            "belongs_to": theme.belongs_to,
            "reason": theme.reason,
        }
        for theme in themes
    ]
    return Table("themes", "Themes", "What several answers to a question have in common.", columns, rows)


def _theme_counts(themes: list[Theme], told: Mapping[int, Told]) -> Table:
    columns = (
        THEME,
        Column("by", "helix or language"),
        Column("group", "The family or language"),
        Column("count", 'How many answers; "hidden" where the group is too small, or would give a small one away'),
    )

    def rows() -> Iterator[Row]:
        for theme in themes:
            for by, counts in (("helix", told[theme.id].by_helix), ("language", told[theme.id].by_language)):
                for group, count in counts.items():
                    yield {"theme": theme.public_id, "by": by, "group": group, "count": _shown(count)}

    return Table("theme_counts", "Themes by group", "Answers of each theme by helix and by language.", columns, rows())


def _shown(count: Shown) -> int | str:
    return str(HIDDEN) if count is HIDDEN else count


def _theme_answers(session: Session, process: Process, themes: list[Theme]) -> Table:
    columns = (
        THEME,
        Column("answer", "id of the answer"),
        share("strength", "How strongly the answer belongs, 0 to 1"),
        flag("is_main", "Whether it is the answer's main theme: these add up, the others are said too"),
        number("quote_rank", "1 for the answer that shows the theme best; empty for answers that are no quote"),
    )
    found = session.execute(
        select(
            Theme.public_id, ThemeAnswer.answer_id, ThemeAnswer.strength, ThemeAnswer.is_main, ThemeAnswer.quote_rank
        )
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Theme.id.in_([theme.id for theme in themes]), given_away(session, process))
        .order_by(Theme.id, ThemeAnswer.strength.desc(), ThemeAnswer.answer_id)
    )
    rows = [dict(zip(("theme", "answer", "strength", "is_main", "quote_rank"), row, strict=True)) for row in found]
    return Table("theme_answers", "Answers in themes", "Which answers a theme was found in.", columns, rows)


def _card(camp: Camp, line: CardLine, families: Mapping[str, Shown]) -> Row:
    helix = line.author.helix if line.author else ""
    return {
        "id": line.card.public_id,
        "camp": camp.public_id,
        **words("group", line.group.title),
        "zone": line.zone.key,
        "text": line.card.text,
        "votes": line.votes,
        **words("author_group", line.author_group.title if line.author_group else None),
        "author_helix": str(HIDDEN) if families.get(helix) is HIDDEN else helix,
        "is_promoted": line.card.is_promoted,
    }


def _camps(session: Session, process: Process) -> list[Table]:
    """Cards of closed boards: a board on which people still work is nobody's record yet."""
    columns = (
        ID,
        Column("camp", "id of the camp"),
        *translated("group", "Working group"),
        Column("zone", "Aspect that the card is about"),
        Column("text", "The card"),
        number("votes", "Votes given to it"),
        *translated("author_group", "Working group of its author"),
        Column("author_helix", 'Family of its author, never the name; "hidden" where too few of the camp share it'),
        flag("is_promoted", "Whether it became a candidate"),
    )
    cards, cites = [], []
    for camp in camp_queries.camps_of(session, process):
        closed = {board.id for board in camp_queries.closed_boards(session, camp)}
        seats = camp_queries.seats_of(session, camp)
        families = suppress(Counter(seat.helix for seat in seats), process.minimum_cell).cells
        for line in card_queries.cards_of_camp(session, camp):
            if line.card.board_id not in closed:
                continue
            cards.append(_card(camp, line, families))
            cites += [{"card": line.card.public_id, "theme": theme.public_id} for theme in line.themes]
    cites_columns = (Column("card", "id of the card"), THEME)
    return [
        Table(
            "cards", "Cards", "Ideas on the boards of Innovation Camps, from boards that are closed.", columns, cards
        ),
        Table("card_themes", "Themes cited by cards", "Which themes a card rests on.", cites_columns, cites),
    ]


def chain(session: Session, process: Process, known: set[str]) -> Table:
    """Every recorded step between things that this export holds."""
    columns = (
        Column("source_type", "Kind of the earlier thing"),
        Column("source", "id of the earlier thing"),
        Column("target_type", "Kind of the later thing"),
        Column("target", "id of the later thing"),
        Column("relation", "How the later came from the earlier"),
        Column("reason", "Written reason"),
        Column("day", "Day on which it was recorded", "date"),
    )

    def rows() -> Iterator[Row]:
        found = session.scalars(
            select(ProvenanceLink)
            .where(ProvenanceLink.process == process.public_id)
            .order_by(ProvenanceLink.id)
            .execution_options(yield_per=1000)
        )
        for step in found:
            if step.source_id in known and step.target_id in known:
                yield {
                    "source_type": step.source_type,
                    "source": step.source_id,
                    "target_type": step.target_type,
                    "target": step.target_id,
                    "relation": step.relation,
                    "reason": step.reason,
                    "day": step.at.date().isoformat(),
                }

    description = "What came from what: answer, theme, card, candidate, decision, action."
    return Table("provenance", "Chain of evidence", description, columns, rows())
