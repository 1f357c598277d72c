"""What is remembered of the texts is always what is there, and is not read again while nothing about them changes."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.text.unplaced import Unplaced
from cocreate.core import audit
from cocreate.core.ids import secret_token
from cocreate.core.permissions import SYSTEM
from cocreate.public.fates import commands, worklist
from cocreate.public.fates.contributions import groups_of
from cocreate.public.fates.counting import whole_of
from cocreate.public.fates.remembering import FAR, remembered_groups
from cocreate.public.fates.rules import Act, Reason
from cocreate.public.fates.worklist import Why
from cocreate.selection import commands as selection
from cocreate.survey.commands import sheets as sheets_commands
from cocreate.survey.commands.sheets import change_answers
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.protection import commands as protection
from cocreate.survey.rules import LeftOut
from cocreate.themes import commands as themes
from cocreate.themes import queries
from cocreate.themes.matching import commands as matching
from cocreate.themes.matching.rules import Choice, Verdict
from cocreate.themes.models import Theme, ThemeAnswer, ThemeStep
from cocreate.themes.rules import Belonging, ThemeState
from cocreate.themes.steps import history, moving
from tests.factories.camp import guest, make_camp, make_card, make_seat
from tests.factories.matching import places, waiting
from tests.factories.survey import make_sheet, submit
from tests.factories.themes import read_consultation

ASIDE = commands.Told(Act.SET_ASIDE, {}, Reason.OFF_TOPIC)
REPLY = commands.Told(Act.REPLY, {"en": "Thank you, this is planned."})


class Ground:
    """A consultation that was read, and every kind of change that may come about it."""

    def __init__(self, session: Session, chance: random.Random) -> None:
        self.session, self.chance, self.number = session, chance, 0
        self.consultation, _themes = read_consultation(session)
        self.consultation.allows_editing = True
        self.process = self.consultation.process
        matching.start_reading(session, SYSTEM, self.process, self.consultation)
        session.commit()
        session.expire_all()
        self.codes: list[str] = []
        self.camp = make_camp(session, self.process)
        self.seat, _token = make_seat(session, self.camp, helix="business")

    @property
    def standing(self) -> list[Theme]:
        run = queries.current_run(self.session, self.consultation)
        mine = select(Theme).where(Theme.run_id == run.id, Theme.state != ThemeState.MERGED)
        return list(self.session.scalars(mine.order_by(Theme.id)))

    @property
    def theme(self) -> Theme:
        return self.chance.choice(self.standing)

    def sheets(self) -> list[Submission]:
        mine = select(Submission).where(Submission.consultation_id == self.consultation.id)
        return list(self.session.scalars(mine.order_by(Submission.id)))

    def answers_in(self, theme: Theme) -> list[str]:
        mine = select(ThemeAnswer.answer_id).where(ThemeAnswer.theme_id == theme.id, ThemeAnswer.is_main)
        return list(self.session.scalars(mine.order_by(ThemeAnswer.answer_id)))

    def send(self) -> None:
        self.number += 1
        sent = submit(self.session, self.consultation, form=f"form {self.number}", new_challenge="Cleaner canals")
        self.codes.append(sent.code)

    def change(self) -> None:
        if self.codes:
            said = self.chance.choice(["", "Cleaner canals, and swimming"])
            helix = self.chance.choice(["research", "business"])
            sheet = make_sheet(self.consultation, new_challenge=said, helix=helix)
            code, secret = self.chance.choice(self.codes), secret_token()
            change_answers(self.session, SYSTEM, self.consultation, sheet, code, secret)

    def erase(self) -> None:
        sheet = self.chance.choice(self.sheets())
        self.codes.clear()
        protection.erase_own_sheet(self.session, SYSTEM, self.consultation, sheet)

    def leave_out(self) -> None:
        some = [self.chance.choice(self.sheets())]
        sheets_commands.leave_out(self.session, SYSTEM, self.consultation, some, LeftOut.DUPLICATE, reason="Sent twice")

    def take_in(self) -> None:
        sheets_commands.take_in(self.session, SYSTEM, self.consultation, self.sheets(), reason="They differ after all")

    def accept(self) -> None:
        theme = self.theme
        told = {"belongs_to": Belonging.NEW, "version": theme.version}
        themes.accept_theme(self.session, SYSTEM, self.process, theme, **told)

    def merge(self) -> None:
        by_question = Counter(theme.question_id for theme in self.standing)
        same = [theme for theme in self.standing if by_question[theme.question_id] > 2]
        if len(same) > 2:
            themes.merge_themes(self.session, SYSTEM, self.process, same[:2], labels={"en": "Both"})

    def move(self) -> None:
        theme = self.theme
        if answers := self.answers_in(theme)[:1]:
            told = {"run": theme.run, "version": theme.version}
            moving.move_answers(self.session, SYSTEM, self.process, theme, answers, Unplaced.OTHER, **told)

    def split(self) -> None:
        theme = self.theme
        answers = self.answers_in(theme)
        if len(answers) > 2:
            told = {"labels": {"en": "Apart"}, "version": theme.version}
            moving.split_theme(self.session, SYSTEM, self.process, theme, answers[:1], **told)

    def undo_step(self) -> None:
        run = queries.current_run(self.session, self.consultation)
        mine = select(ThemeStep).where(ThemeStep.run_id == run.id, ThemeStep.undone_at.is_(None))
        step = self.session.scalars(mine.order_by(ThemeStep.id.desc())).first()
        if step is not None and not history.why_not(self.session, run, step):
            history.undo_step(self.session, SYSTEM, self.process, run, step)

    def decide_statement(self) -> None:
        row = self.chance.choice(waiting(self.session, self.consultation))
        where = places(self.session, self.consultation)
        told = {"version": row.version}
        matching.decide(self.session, SYSTEM, self.process, row, Choice(Verdict.NEW), where, **told)

    def read_again(self) -> None:
        themes.start_run(self.session, SYSTEM, self.process, self.consultation, seed=self.number, subsamples=4)
        self.session.commit()

    def set_aside(self) -> None:
        whole = whole_of(self.session, self.process)
        why = self.chance.choice([why for why in Why if why is not Why.CARDS])
        if worklist.waiting_counts(whole)[why]:
            some = worklist.waiting_answers(whole, why)
            commands.decide_answers(self.session, SYSTEM, self.process, self.chance.choice([ASIDE, REPLY]), some)

    def undo(self) -> None:
        for made in worklist.decisions_made(self.session, self.process)[:1]:
            commands.undo(self.session, SYSTEM, self.process, made.decision)

    def card(self) -> None:
        self.number += 1
        board = self.camp.groups[0].board
        card = make_card(self.session, board, f"Idea {self.number}", actor=guest(self.seat))
        selection.promote_card(self.session, SYSTEM, self.process, card, title={"en": f"Idea {self.number}"})

    def changes(self) -> list[Callable[[], None]]:
        about_texts = [self.send, self.change, self.erase, self.leave_out, self.take_in, self.set_aside, self.undo]
        about_themes = [self.accept, self.merge, self.move, self.split, self.undo_step, self.decide_statement]
        return [*about_texts, *about_themes, self.card]


def assert_true(ground: Ground) -> None:
    """What is remembered is what is there."""
    ground.session.flush()
    assert Counter(remembered_groups(ground.session, ground.process)) == Counter(
        groups_of(ground.session, ground.process)
    )


@contextmanager
def readings(session: Session) -> Iterator[list[str]]:
    """The statements that read all places of answers in themes meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "theme_answer" in statement and "GROUP BY" in statement:
            seen.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes_what_is_remembered_is_what_is_there(session: Session, seed: int) -> None:
    """Each kind of change once and then at random, looked at after each; between two looks it is remembered."""
    ground = Ground(session, random.Random(seed))
    kinds = ground.changes()
    ground.chance.shuffle(kinds)
    ground.send()
    for change in [*kinds, *ground.chance.choices(kinds, k=20)]:
        change()
        assert_true(ground)
        assert_true(ground)


def test_a_new_reading_of_the_answers_is_seen(session: Session) -> None:
    ground = Ground(session, random.Random(7))
    before = remembered_groups(session, ground.process)
    ground.read_again()
    assert_true(ground)
    assert {group.theme_id for group in before} != {
        group.theme_id for group in remembered_groups(session, ground.process)
    }


def test_the_texts_are_read_once_while_nothing_about_them_changes(session: Session) -> None:
    ground = Ground(session, random.Random(1))
    with readings(session) as seen:
        remembered_groups(session, ground.process)
        assert len(seen) == 1
        for _number in range(3):
            ground.card()  # what happens on boards is no reason
            remembered_groups(session, ground.process)
        assert len(seen) == 1
        ground.erase()
        remembered_groups(session, ground.process)
        assert len(seen) == 2


def test_after_many_other_things_they_are_read_anew_rather_than_looked_for(session: Session) -> None:
    ground = Ground(session, random.Random(1))
    remembered_groups(session, ground.process)
    chain = ground.process.public_id
    audit.append(session, chain, [audit.line(SYSTEM, "plan:action:edit", process=chain) for _number in range(FAR)])
    with readings(session) as seen:
        remembered_groups(session, ground.process)
        remembered_groups(session, ground.process)
    assert len(seen) == 1


def test_while_answers_are_erased_nothing_is_remembered(session: Session) -> None:
    ground = Ground(session, random.Random(1))
    before = sum(group.count for group in remembered_groups(session, ground.process))
    consultation: Consultation = ground.consultation
    consultation.erase_on = clock.today()
    session.flush()
    protection.erase_some(session, consultation, 5)
    assert sum(group.count for group in remembered_groups(session, ground.process)) == before - 5
    while protection.erase_some(session, consultation).sheets:
        pass
    protection.finish_erasing(session, SYSTEM, consultation, protection.Erased())
    assert remembered_groups(session, ground.process) == []
