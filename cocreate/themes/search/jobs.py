"""The search by meaning itself, beside the server: vectors of answers that have none yet are made on the way."""

from cocreate.analysis.progress import PartOf
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import Invalid, NotFound
from cocreate.themes import queries
from cocreate.themes.jobs import owners_of
from cocreate.themes.meanwhile import still_there
from cocreate.themes.search.models import AnswerSearch
from cocreate.themes.vectors import load_vectors, store_vectors


@jobs.job("themes:search")
def search(context: jobs.JobContext, search_id: int) -> None:
    """Find the answers nearest to what was asked for."""
    from cocreate.analysis.text.searching import nearest_texts
    from cocreate.analysis.text.unplaced import unplaced_class
    from cocreate.analysis.text.vectors import best_encoder

    with context.reading() as session:
        asked = session.get(AnswerSearch, search_id)
        if asked is None:
            raise NotFound()
        words, consultation_id = asked.words, asked.consultation_id
        texts = [text for text in queries.free_texts(session, asked.consultation) if not unplaced_class(text.text)]
        vectors = load_vectors(session, consultation_id)
    encoder = best_encoder(vectors)
    if encoder is None:
        raise Invalid("themes.search.no_encoder")
    said, spoken = [text.text for text in texts], [text.language for text in texts]
    near = nearest_texts(words, said, spoken, encoder, progress=PartOf(context, 0.0, 0.9))
    db.session.rollback()
    with transaction() as session:
        store_vectors(session, consultation_id, vectors, owners_of(still_there(session, texts), {}))
        session.get_one(AnswerSearch, search_id).found = [[texts[index].id, score] for index, score in near]
