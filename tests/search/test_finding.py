"""What is found, on both databases: accents, forms, slips, several words, filters, and what comes first."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from cocreate.search import following
from cocreate.search.models import SearchDocument, SearchWord
from cocreate.search.queries import Found
from tests.factories.process import make_organisation, make_process
from tests.factories.search import find, index, reader, refs

POSTS = {
    "Budget for cargo bikes": "Every neighbourhood gets some.",
    "Vélos cargo: le budget": "Chaque quartier en reçoit.",
    "Fietsen in de wijk": "Mobiliteit voor iedereen, ook zonder auto.",
    "Straßen und Plätze": "Die Stadt wird grüner, und die Mobilität auch.",
    "Grants": "Small sums for cargo, once a year.",
}
LANGUAGES = ("en", "fr", "nl", "de", "en")


def publish(session: Session, process: Process, title: str, body: str, language: str = "en") -> str:
    told = NewsTold({language: title}, {language: body})
    return news.publish_news(session, SYSTEM, process, told).public_id


@pytest.fixture
def posts(both: Session) -> dict[str, str]:
    """Some news of a public process: title -> public id."""
    process = make_process(both)
    pairs = zip(POSTS.items(), LANGUAGES, strict=True)
    made = {title: publish(both, process, title, body, language) for (title, body), language in pairs}
    index(both)
    return made


def titles(session: Session, posts: dict[str, str], words: str, **wanted: str) -> list[str]:
    by_ref = {ref: title for title, ref in posts.items()}
    return [by_ref[ref] for ref in refs(find(session, words, kind="news", **wanted)) if ref in by_ref]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("velo", "Vélos cargo: le budget"),  # without the accent, and one of several
        ("VÉLOS", "Vélos cargo: le budget"),
        ("recoit", "Vélos cargo: le budget"),
        ("neighbourhoods", "Budget for cargo bikes"),
        ("quartiers", "Vélos cargo: le budget"),
        ("fiets", "Fietsen in de wijk"),
        ("wijken", "Fietsen in de wijk"),
        ("strassen", "Straßen und Plätze"),
        ("Städte", "Straßen und Plätze"),
        ("grun", "Straßen und Plätze"),
        ("neigbourhood", "Budget for cargo bikes"),  # a letter left out
        ("mobiliteti zonder", "Fietsen in de wijk"),  # two in the wrong order
        ("the cargo bikes of the neighbourhood", "Budget for cargo bikes"),
        ('"once a year"', "Grants"),
    ],
)
def test_words_are_found_however_they_are_written(both: Session, posts: dict[str, str], words: str, title: str) -> None:
    assert titles(both, posts, words)[:1] == [title]


def test_all_the_words_are_needed_and_the_title_weighs_more_than_the_text(both: Session, posts: dict[str, str]) -> None:
    assert set(titles(both, posts, "cargo")) == {"Budget for cargo bikes", "Vélos cargo: le budget", "Grants"}
    assert titles(both, posts, "cargo")[-1] == "Grants"
    assert set(titles(both, posts, "cargo budget")) == {"Budget for cargo bikes", "Vélos cargo: le budget"}
    assert titles(both, posts, "cargo year") == ["Grants"]


def test_where_nothing_has_all_words_the_page_says_that_it_comes_near(both: Session, posts: dict[str, str]) -> None:
    exact, near = find(both, "cargo"), find(both, "cargo submarine")
    assert not exact.is_near and exact.total == 3
    assert near.is_near and near.total == 3
    assert find(both, "submarine") == Found(terms=find(both, "submarine").terms)


def test_kind_language_and_process_narrow_what_is_found(both: Session, posts: dict[str, str]) -> None:
    other = make_process(both, title="Elsewhere")
    extra = publish(both, other, "More cargo", "")
    index(both)
    assert titles(both, posts, "cargo", language="fr") == ["Vélos cargo: le budget"]
    assert refs(find(both, "cargo", process=other.public_id)) == [extra]
    assert find(both, "cargo", kind="card").total == 0
    found = find(both, "cargo")
    assert found.kinds == {"news": 4}
    assert {process.public_id for process in found.processes} >= {other.public_id}


def test_nobody_learns_of_a_hidden_process_but_those_who_are_in_it(both: Session) -> None:
    hidden = make_process(both, title="Quiet", is_public=False)
    ref = publish(both, hidden, "Zeppelin", "A zeppelin for the region")
    index(both)
    for words in ("zeppelin", "zepelin", "zeppelin region", '"zeppelin for the"'):
        nothing = find(both, words)
        assert nothing == Found(terms=nothing.terms)
        assert refs(find(both, words, reader(both, hidden, Role.OBSERVER))) == [ref]
    assert find(both, "zeppelin", reader(both, hidden, Role.ADMINISTRATOR)).total == 0


def test_what_is_found_is_found_in_pages(both: Session) -> None:
    process = make_process(both)
    for number in range(45):
        publish(both, process, f"Lighthouse {number}", "")
    index(both)
    from cocreate.search.queries import search
    from cocreate.search.rules import Wanted

    pages = [search(both, reader(both), Wanted("lighthouse"), page) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [20, 20, 5, 0]
    assert len({ref for page in pages for ref in refs(page)}) == 45 == pages[0].total


def test_the_index_can_be_made_anew(both: Session, posts: dict[str, str]) -> None:
    before = {row.ref: (row.title_words, row.stems) for row in both.query(SearchDocument)}
    both.query(SearchDocument).update({"title_words": "nonsense", "body_words": "", "stems": ""})
    both.add(SearchWord(word="nonsense"))
    both.commit()
    assert not titles(both, posts, "cargo")
    assert following.rebuild() == len(before)
    both.expire_all()
    assert {row.ref: (row.title_words, row.stems) for row in both.query(SearchDocument)} == before
    assert "Grants" in titles(both, posts, "cargo")
    assert both.query(SearchWord).filter_by(word="nonsense").count() == 0


def test_words_without_pg_trgm_are_still_understood(both: Session, posts: dict[str, str]) -> None:
    if both.get_bind().dialect.name == "postgresql":
        from sqlalchemy import text

        both.execute(text("DROP EXTENSION pg_trgm CASCADE"))
        both.commit()
    assert titles(both, posts, "neigbourhood") == ["Budget for cargo bikes"]


def test_two_organisations_see_nothing_of_each_other(both: Session) -> None:
    mine = make_process(both, title="Mine", is_public=False)
    theirs = make_process(both, title="Theirs", is_public=False, organisation=make_organisation(both, "elsewhere"))
    publish(both, theirs, "Zeppelin", "")
    index(both)
    assert find(both, "zeppelin", reader(both, mine, Role.OWNER)).total == 0
    assert find(both, "zeppelin", reader(both, theirs, Role.OWNER)).total == 1


def test_words_that_stand_everywhere_are_found_in_titles_first(both: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    process = make_process(both)
    for number in range(6):
        publish(both, process, f"Note {number}", "A lighthouse, too")
    first = publish(both, process, "Lighthouse keeper", "")
    index(both)
    monkeypatch.setattr("cocreate.search.queries.BROAD", 3)
    found = find(both, "lighthouse")
    assert (found.total, refs(found)[0], len(set(refs(found)))) == (7, first, 7)
    assert find(both, '"a lighthouse"').total == 6
    hidden = make_process(both, title="Quiet", is_public=False)
    publish(both, hidden, "Lighthouse of the quiet", "")
    index(both)
    assert find(both, "lighthouse").total == 7


def test_one_of_many_common_words_is_enough_and_the_database_plans_other_questions_as_before(
    both: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    process, hidden = make_process(both), make_process(both, title="Quiet", is_public=False)
    for number in range(4):
        publish(both, process, f"Note {number}", "A lighthouse, too")
        publish(both, hidden, f"Secret {number}", "A submarine, too")
    index(both)
    monkeypatch.setattr("cocreate.search.queries.BROAD", 3)
    near = find(both, "lighthouse submarine zeppelin")
    assert (near.total, near.is_near) == (4, True)
    assert find(both, "submarine zeppelin").total == 0
    if both.get_bind().dialect.name == "postgresql":
        assert both.scalar(text("SHOW enable_seqscan")) == "on"
