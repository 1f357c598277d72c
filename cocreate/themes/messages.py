"""What the analysis says: refusals, progress and doubts."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    themes__run__nothing_to_read=_l("Nobody has written a free answer yet, so there is nothing to read."),
    themes__run__under_way=_l("The answers are being read already."),
    themes__theme__decided=_l("This theme has become part of another one."),
    themes__theme__needs_place=_l(
        "Please say to which challenge or sub-challenge the theme belongs, or that it is new."
    ),
    themes__theme__needs_reason=_l("Please give a reason, so that people can see why their answers were left aside."),
    themes__join__too_few=_l(
        "Fewer than %(minimum)s answers came since the reading. They join together, so that the moment of joining "
        "tells nothing of a single one."
    ),
    themes__join__under_way=_l("The new answers are being placed already."),
    themes__search__no_words=_l("Please write what you look for."),
    themes__search__no_encoder=_l(
        "Searching by meaning needs the multilingual encoder, which is not installed. Searching for words works."
    ),
    themes__merge__needs_two=_l("Choose at least two themes of the same question to merge."),
    themes__merge__needs_name=_l("Please give the merged theme a name, in at least one language."),
)
# Steps of the reading, as analysis/ names them.
_steps = {
    "themes:reading": _l("Reading the answers"),
    "themes:grouping": _l("Grouping answers that say the same"),
    "themes:naming": _l("Finding names and quotes"),
    "themes:done": _l("Storing the themes"),
}
# Doubts that a reader of the themes should know.
_doubts = {
    "analysis.no_encoder": _l(
        "The multilingual encoder is not installed: answers in different languages may not meet."
    ),
    "analysis.few_answers": _l("Only %(count)s answers: treat the themes as a first impression."),
    "analysis.follows_language": _l("The themes partly follow the language of the answers; check them with care."),
    "analysis.long_texts_cut": _l("%(count)s long answers were read up to %(characters)s characters."),
    "analysis.language_unknown": _l("The language of %(count)s answers could not be told."),
    "analysis.identical_answers": _l("%(count)s answers are copies of another answer."),
    "analysis.fragile_themes": _l("%(count)s of %(themes)s themes might fall apart with other answers."),
}
register(**_steps, **_doubts)
