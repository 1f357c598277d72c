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
    themes__move__none_chosen=_l("Please choose at least one answer."),
    themes__move__needs_theme=_l("Please choose where the answers should go."),
    themes__move__other_question=_l("Answers can only go to a theme of the same question."),
    themes__move__same_theme=_l("The answers are in this theme already."),
    themes__split__needs_name=_l("Please give the new theme a name, in at least one language."),
    themes__split__needs_rest=_l("At least one answer must stay: to name the whole theme differently, rename it."),
    themes__step__undone=_l("This step is undone already."),
    themes__step__old_run=_l("The answers were read again since; only steps of the newest reading can be undone."),
    themes__step__followed=_l("A later step changed the same themes or answers: undo that one first."),
    themes__step__cited=_l("A card of the camp rests on this theme, so it has to stand."),
    themes__coding__too_few=_l("There are too few answers in themes to draw a sample."),
    themes__coding__size=_l("A sample has from %(smallest)s to %(largest)s answers."),
    themes__coding__no_choice=_l("Please choose a theme, or none of them."),
    themes__coding__settled=_l("This answer is settled already."),
    themes__coding__earlier_reading=_l(
        "The answers were read again since. This sample belongs to an earlier reading and stays as it is."
    ),
    themes__match__held=_l("Somebody else has this statement on the screen now. Go on with the next one."),
    themes__match__needs_entry=_l("Please choose where the statement belongs."),
    themes__match__completes_challenge=_l("Only a challenge can be completed by a new sub-challenge."),
    themes__match__nothing_to_undo=_l("You have decided nothing yet that could be taken back."),
    themes__match__needs_title=_l("Please give the new sub-challenge a name, in at least one language."),
    themes__match__needs_statements=_l("Choose at least one of the statements that complete this challenge."),
    opinions__nothing_to_read=_l("Nobody has voted on these statements yet, so there is nothing to read."),
    opinions__under_way=_l("The votes are being read already."),
    opinions__placed=_l("Finding who votes alike"),
    opinions__grouped=_l("Forming groups"),
    opinions__done=_l("Storing the groups"),
    themes__assistant__nothing_to_send=_l(
        "There is no quote to send: themes that nobody named yet need answers whose writers agreed to be quoted."
    ),
    themes__assistant__under_way=_l("The language model is being asked already."),
    themes__assistant__changed=_l("The installation names another language model now. Please ask again."),
    themes__assistant__asked_again=_l("The language model was asked again meanwhile. Please look at its new name."),
    themes__assistant__nothing_usable=_l(
        "The language model gave no name that can be used: it did not answer, or not as it was asked to."
    ),
)
# Steps of the reading, as analysis/ names them.
_steps = {
    "themes:reading": _l("Reading the answers"),
    "themes:grouping": _l("Grouping answers that say the same"),
    "themes:naming": _l("Finding names and quotes"),
    "themes:done": _l("Storing the themes"),
    "themes:asking": _l("Asking the language model"),
}
# Doubts that a reader of themes, opinion groups and names should know.
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
    "opinions.too_few_votes": _l("%(count)s of %(people)s people cast too few votes to stand in a group."),
    "opinions.few_people": _l("Only %(count)s people can be placed: with a few more the groups may be others."),
    "opinions.no_pattern": _l("People do not vote alike more than chance makes them, so there is one group."),
    "opinions.no_groups": _l("No groups stand apart, so there is one."),
    "opinions.run_together": _l("The groups run into each other: there is no clear border between them."),
    "assistant.no_answer": _l("It did not answer, was too slow or said too much."),
    "assistant.no_json": _l("Its answer did not have the form asked for."),
    "assistant.no_name": _l("Its answer held no name in our languages."),
    "assistant.not_a_name": _l("It gave something that is no plain short name in one language or more."),
}
register(**_steps, **_doubts)
