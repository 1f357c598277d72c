"""What is said about files from elsewhere: why one cannot be read, and what of it is not as it was."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.survey.importing.formats import Format
from cocreate.web.messages import register

FORMATS: dict[str, Any] = {
    Format.COCREATE: _l("Questionnaire of cocreate (JSON)"),
    Format.LIMESURVEY: _l("Questionnaire of LimeSurvey"),
    Format.LIMESURVEY_ARCHIVE: _l("Archive of LimeSurvey: a questionnaire with its answers"),
    Format.LIMESURVEY_ANSWERS: _l("Answers of LimeSurvey"),
    Format.EUSURVEY: _l("Contributions of EUSurvey or of the Commission’s portal"),
    Format.DECIDIM_PROPOSALS: _l("Proposals of Decidim"),
    Format.DECIDIM_COMMENTS: _l("Comments of Decidim"),
    Format.DECIDIM_DEBATES: _l("Debates of Decidim"),
    Format.DECIDIM_ANSWERS: _l("Answers to a survey of Decidim"),
    Format.TABLE: _l("Table of answers"),
}
COUNTS: dict[str, Any] = {
    "languages": _l("Languages"),
    "groups": _l("Groups"),
    "questions": _l("Questions"),
    "subquestions": _l("Sub-questions"),
    "answers": _l("Answers to choose from"),
    "documents": _l("Documents"),
    "responses": _l("Answers that people gave"),
    "read": _l("Lines read"),
    "stored": _l("Stored as answers"),
    "known": _l("Already there, from the same file"),
    "refused": _l("Not stored"),
}
register(
    survey__import__no_file=_l("Please choose a file."),
    survey__import__broken_archive=_l("This archive is damaged or locked with a password."),
    survey__import__no_xml=_l("This file breaks off or is no valid XML: look at line %(line)s, column %(column)s."),
    survey__import__xml_trap=_l("This file defines entities of its own, which can be a trap; it is not read."),
    survey__import__no_limesurvey=_l("This XML file is no questionnaire of LimeSurvey (.lss or .lsq)."),
    survey__import__no_utf8=_l("This file is not written in UTF-8."),
    survey__import__no_answers=_l("This file holds a questionnaire, not answers."),
    survey__import__unknown_choice=_l("“%(value)s” cannot be chosen here."),
    survey__import__no_question=_l("Nothing would be imported: let at least one column be an answer."),
    survey__import__begun=_l("This file has been taken in already."),
    survey__import__consultation_gone=_l("The consultation that the answers belong to is gone."),
    survey__import__note__comments_together=_l("The comments on each choice become one comment."),
    survey__import__note__by_column=_l("The table by columns becomes a table by rows."),
    survey__import__note__dual_scale=_l("The table with two scales becomes two questions."),
    survey__import__note__grid_of_texts=_l("The table of texts or numbers becomes a list, a short text a cell."),
    survey__import__note__numbers_as_texts=_l("The numbers become short texts."),
    survey__import__note__digits_only=_l("A short text of digits only becomes a number."),
    survey__import__note__date_limit=_l("The limit “%(value)s” of the date is computed and cannot be taken over."),
    survey__import__note__equation=_l("This is computed, not asked; it is kept as a text that is switched off."),
    survey__import__note__language_switch=_l("Every page has a choice of language; this question is switched off."),
    survey__import__note__unknown_type=_l("The type “%(type)s” is not known; it becomes a free text."),
    survey__import__note__random_groups=_l("Groups in random order stay in the order of the file."),
    survey__import__note__hidden=_l("This question was hidden; it is switched off."),
    survey__import__note__script=_l("A program in the text was left out."),
    survey__import__note__one_box=_l("The only box to tick becomes a consent."),
    survey__import__note__no_text=_l("The question has no text; its code takes that place."),
    survey__import__note__computed_text=_l("“%(value)s” in the text would be computed; it stays as it is written."),
    survey__import__note__never_shown=_l("This was never shown; it is switched off."),
    survey__import__note__condition=_l("The condition “%(value)s” cannot be expressed (%(part)s): always asked."),
    survey__import__note__filter=_l("The filter by “%(value)s” cannot be applied here; everything is shown."),
    survey__import__note__attribute=_l("The attribute %(name)s = “%(value)s” has no equal here."),
    survey__import__note__section=_l("The section “%(name)s” with %(count)s rows is not taken over."),
    survey__import__note__archive_tokens=_l("The list of invited people is left out; bring it in under Contacts."),
    survey__import__note__archive_timings=_l("How long people took is left out: it is not kept here."),
    survey__import__note__default=_l("“%(value)s” stood in the form at first; it cannot be filled in here."),
    survey__import__note__pattern=_l("The pattern “%(value)s” is not checked for this kind of question."),
    survey__import__note__slow_pattern=_l("The pattern “%(value)s” is of a form that is not checked here."),
    survey__import__note__language=_l("Texts in the language “%(value)s” are kept, but the pages do not speak it."),
    survey__import__note__ignored_as_wished=_l("Left out, as you chose."),
    survey__import__note__empty_column=_l("The column is empty."),
    survey__import__note__machine_column=_l("A number or address of the other system: left out."),
    survey__import__note__personal_column=_l("Tells who somebody is: left out, unless you choose otherwise."),
    survey__import__note__role_twice=_l("Another column has this place already: left out."),
    survey__import__note__no_helix_question=_l("This consultation does not ask for the group: left out."),
    survey__import__note__no_question=_l("No question of the consultation has this name: left out."),
    survey__import__note__no_place=_l("The column has no place here: left out."),
    survey__import__note__helix_word=_l("“%(value)s” counts as: %(category)s"),
    survey__import__note__no_day=_l("Line %(line)s: this is no day."),
    survey__import__note__no_language=_l("Line %(line)s: this is no language."),
    survey__import__note__no_helix=_l("Line %(line)s: the group is not known."),
    survey__import__note__cell=_l("Line %(line)s: this cell is none of the answers of the question."),
    survey__import__note__answer_refused=_l("Line %(line)s: the question does not take this answer."),
    survey__import__note__set_aside=_l("Line %(line)s: other answers hide this question; it does not count."),
    survey__import__note__empty_line=_l("Line %(line)s: no answer stands in it."),
    survey__import__note__no_quotes=_l("Nobody was asked whether their words may be quoted: they are not, in public."),
    survey__import__note__not_sent=_l("Line %(line)s: the person never sent it."),
)
register(
    **{
        "survey:import:reading": _l("Reading the file"),
        "survey:import:storing": _l("Storing the answers"),
    }
)
