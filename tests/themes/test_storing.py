"""What is kept of a reading, beside the themes themselves."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from cocreate.analysis.text.matching import Entry
from cocreate.analysis.text.vectors import text_key
from cocreate.core import jobs
from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes import commands, queries
from cocreate.themes.jobs import read
from cocreate.themes.models import TextVector, ThemeAnswer, UnplacedAnswer
from cocreate.themes.storing import StoredVectors, load_vectors, store_vectors
from tests.factories.survey import make_sheet
from tests.factories.themes import answered_consultation, read_consultation


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_answer_in_no_theme_is_kept_with_the_reason(session: Session) -> None:
    consultation, themes = read_consultation(session)
    run = queries.current_run(session, consultation)
    assert run is not None
    ((reason, text),) = session.execute(
        select(UnplacedAnswer.reason, Answer.text).join(Answer).where(UnplacedAnswer.run_id == run.id)
    ).all()
    assert (reason, text) == ("no_opinion", "no idea")
    placed = session.scalar(select(func.count()).select_from(ThemeAnswer).where(ThemeAnswer.is_main))
    assert placed == sum(theme.size for theme in themes) == 18


def test_what_the_encoder_read_once_is_known_to_the_next_reading(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    before = dict(load_vectors(session, consultation.id))
    assert len(before) == 18
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge="Safer lanes.")])
    commands.start_run(session, SYSTEM, consultation.process, consultation, seed=2, subsamples=4)
    session.commit()
    after = load_vectors(session, consultation.id)
    assert len(after) == 19
    assert before.items() <= after.items()


def test_an_erased_answer_takes_its_vector_and_its_places_with_it(session: Session) -> None:
    _consultation, _themes = read_consultation(session)
    vectors, places = count(session, TextVector), count(session, ThemeAnswer)
    answer = session.scalars(select(Answer).where(Answer.text == "There are too few family doctors.")).one()
    session.execute(delete(Submission).where(Submission.id == answer.submission_id))
    session.commit()
    assert (count(session, TextVector), count(session, ThemeAnswer)) == (vectors - 1, places - 1)


def test_a_vector_of_words_that_nobody_says_any_more_is_forgotten(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    answer = session.scalars(select(Answer).where(Answer.has_text)).first()
    assert answer is not None
    cache = StoredVectors({})
    cache["encoder/1:abc"] = b"\0\0"
    cache["encoder/1:stranger"] = b"\0\0"
    store_vectors(session, consultation.id, cache, {"abc": answer.id})
    assert dict(load_vectors(session, consultation.id)) == {"encoder/1:abc": b"\0\0"}


def test_copies_opposition_voices_and_dissent_are_kept_with_a_reading(session: Session) -> None:
    consultation, _themes = read_consultation(session)
    letter = "We ask you to keep the old railway line open for cyclists and walkers, signed {}"
    lanes = ["More cycle lanes near the {} school", "Build more cycle lanes at the {} station"]
    sheets = [letter.format(name) for name in ("Ann", "Bob", "Cas")]
    sheets += [line.format(place) for line in lanes for place in ("north", "south", "east", "west")]
    sheets += ["No more cycle lanes near the school, cycle lanes are bad for the shops"]
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=t) for t in sheets])
    commands.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=4)
    session.commit()
    run = queries.current_run(session, consultation)
    assert run is not None
    (campaign,) = [c for found in run.campaigns.values() for c in found if len(c["members"]) == 3]
    assert campaign["template"] in campaign["members"]
    assert "railway" not in str(run.campaigns)
    dissenting = session.scalars(select(Answer.text).join(ThemeAnswer).where(ThemeAnswer.dissent_rank == 1)).all()
    assert [text for text in dissenting if text.startswith("No more cycle lanes")]
    pairs = [pair for found in run.oppositions.values() for pair in found]
    assert all({"theme", "in_favour", "against", "words"} <= pair.keys() for pair in pairs)


# "vol." ends a sentence in Dutch; in English it is an abbreviation.
LONG = (
    "Er is te weinig openbaar vervoer in het weekend, en de bussen naar de haven zitten 's avonds altijd vol. "
    "Daarnaast vragen wij m.b.t. wonen dat er in elke gemeente een loket komt voor betaalbare huur en verbouwing.\n"
    "Plant ook meer bomen in onze straten, zodat de zomers draaglijk blijven voor kinderen en ouderen."
)


def test_a_second_reading_has_the_encoder_read_nothing_again_also_of_long_answers(session: Session) -> None:
    consultation = answered_consultation(session)
    import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=LONG)])
    session.execute(update(Answer).values(text_language=""))  # the reading finds out
    commands.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=4)
    session.commit()
    known = load_vectors(session, consultation.id)
    assert len(known) > 19  # the long answer and each of its statements
    texts = queries.free_texts(session, consultation)
    context = jobs.JobContext(0, SYSTEM)
    titles = {text.question_id: () for text in texts}
    entry = Entry("buses", {"en": "Buses that nobody set themes against before"})
    assert read(texts, titles, [entry], known, seed=2, settings={"subsamples": 4}, progress=context)
    assert [key.rpartition(":")[2] for key in known.fresh] == [text_key(entry.texts["en"])], "the new entry alone"


def test_words_of_the_question_name_no_theme(session: Session) -> None:
    def names(consultation: Consultation) -> list[str]:
        commands.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=4)
        session.commit()
        run = queries.current_run(session, consultation)
        assert run is not None
        return [theme.machine_labels.get("en", "") for theme in run.themes]

    consultation = answered_consultation(session)
    asked = next(question for question in consultation.questions if question.key == "new_challenge")
    asked.title = {"en": "What is missing?", "nl": "Wat ontbreekt er?"}
    assert "streets, trees" in names(consultation)
    asked.title = {"en": "Trees: what is missing?", "nl": "Bomen: wat ontbreekt er?"}
    after = names(consultation)
    assert "streets" in after and "streets, trees" not in after
