"""What is said while a questionnaire is made: refusals, mistakes in its forms, and what the check finds."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    survey__consultation__has_errors=_l(
        "It cannot open yet. Errors that the check found: %(count)s; they are listed on the page of the consultation."
    ),
    survey__question__too_many=_l("A questionnaire has at most %(limit)s questions."),
    survey__question__no_outline=_l(
        "An outline can be brought only before people are asked: please choose another map, or copy a question that"
        " has one."
    ),
    survey__question__used_key=_l(
        "These were shown to people, and answers may hold them, so they cannot be taken away: %(keys)s."
        " Switch them off instead."
    ),
    survey__revision__no_reason=_l(
        "People are answering: please say in a few words what changes and why. It is kept with the new version."
    ),
    survey__rules__fixed=_l("Who may answer, and whether answers are anonymous, cannot change after the opening."),
    survey__rules__only_stricter=_l(
        "People were told when the results are shown. After the opening they can only be shown to fewer people."
    ),
    survey__rules__editing_promised=_l("People were told that they can change their answers; that stays possible."),
    survey__rules__language_incomplete=_l(
        "%(language)s cannot be published yet. Texts that are not translated into it: %(count)s."
    ),
    survey__trial__too_many=_l("There are %(limit)s trial answers already. Please erase them first."),
    survey__translation__changed=_l(
        "Somebody else changed this text in the meantime. Below is what you typed; please compare and save again."
    ),
    survey__option__number=_l("Please write a number from %(least)s to %(most)s."),
    survey__option__too_long=_l("This text is too long: at most %(limit)s characters."),
    survey__option__date=_l("Please write a day as year-month-day, such as 2026-11-24."),
    survey__option__key=_l("A key has 1 to 40 signs: small letters without accents, digits and the low line."),
    survey__option__key_twice=_l("The key “%(key)s” is there twice. Every key has to be another."),
    survey__option__many_rows=_l("At most %(limit)s rows fit. Please remove this one and those below it."),
    survey__option__unnamed=_l("Please give this row words, in at least one language."),
    survey__option__point=_l("Please write the number that the words belong to."),
    survey__condition__not_before=_l("A condition can only ask about a question that comes before this one."),
    survey__bank__gone=_l("There is no such question in the bank. Please choose another one."),
    survey__condition__unfitting=_l("This cannot be said about that question. Please choose something else."),
    survey__condition__number_missing=_l("Please write a number."),
    survey__condition__value_missing=_l("Please choose an answer, or write the words to look for."),
    survey__condition__too_long=_l("Please write at most 300 characters."),
    survey__condition__other_question=_l("This answer belongs to another question. Please choose one of its own."),
    survey__check__key_twice=_l("Two questions have the key “%(key)s”."),
    survey__check__untitled=_l("The question has no words in any language."),
    survey__check__no_alt=_l("Nobody who cannot see the picture is told what it shows."),
    survey__check__few_choices=_l("There is nothing to choose between: %(count)s choices. Please give at least two."),
    survey__check__no_rows=_l("Its rows or columns are missing."),
    survey__check__no_outline=_l("Its map has no outline yet. Please bring one, or choose another map."),
    survey__check__limits=_l("Its limits exclude each other: at least %(least)s, at most %(most)s."),
    survey__check__pattern=_l("Its pattern is none, or one that could keep the server busy without end."),
    survey__check__pattern_unsaid=_l("Nobody is told what the pattern asks for."),
    survey__check__empty_page=_l("The page is empty: another one begins right after it, or the questionnaire ends."),
    survey__check__condition_malformed=_l("Its condition cannot be read."),
    survey__check__condition_later=_l(
        "Its condition asks about “%(fact)s”, which comes later or is the question itself."
    ),
    survey__check__condition_unknown=_l("Its condition asks about “%(fact)s”, which is not asked."),
    survey__check__condition_choice=_l(
        "Its condition waits for the answer “%(choice)s”, which “%(fact)s” does not offer."
    ),
    survey__check__condition_never=_l("Nobody would ever be asked: its condition contradicts itself."),
    survey__check__filter=_l("It takes its choices from “%(fact)s”, which is not asked before or has no choices."),
    survey__check__wide=_l("It is much for one screen, above all on a phone. Could it be shorter, or be split?"),
    survey__check__long=_l("Answering everything takes about %(minutes)s minutes. After ten, people begin to leave."),
    survey__check__complex=_l(
        "The way through it is intricate (%(points)s points). Fewer conditions make fewer mistakes."
    ),
    survey__check__untranslated=_l("Texts that are not translated into %(language)s: %(count)s."),
    survey__check__piping=_l("It repeats the answer to “%(key)s”, which is not asked before."),
    survey__check__long_title=_l("The question has more than %(count)s words. Move some of them to its help."),
    survey__check__jargon=_l("“%(word)s” (%(language)s) is a word of the trade. Plainer: “%(plainer)s”."),
)
