"""What the survey stage says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    survey__consultation__not_open=_l("This consultation takes no answers now."),
    survey__consultation__already=_l("This was already done; the page shows how it is now."),
    survey__consultation__untitled=_l("Please give the consultation a title, in at least one language."),
    survey__consultation__no_questions=_l("Nothing is asked: switch on at least one question first."),
    survey__consultation__no_challenges=_l("Some questions are about the challenges, and the process has none yet."),
    survey__consultation__closed_for_edits=_l("This consultation is closed, so its words stay as people saw them."),
    survey__question__untitled=_l("Please give the question a title, in at least one language."),
    survey__question__only_in_draft=_l(
        "People may have answered already: what is asked, and in which order, can only be changed in a draft."
    ),
    survey__sheet__problems=_l("Some answers need a correction before they can be sent."),
    survey__sheet__empty=_l("All questions are empty: please answer at least one."),
    survey__sheet__form_unknown=_l("This form could not be recognised. Nothing is lost: please send it again."),
    survey__sheet__too_often=_l(
        "Very many answers come from your connection just now. Nothing is lost: please wait a minute and send again."
    ),
    survey__answer__too_long=_l("This text has %(length)s characters; at most %(limit)s fit. Please shorten it."),
    survey__answer__unknown_choice=_l("Please choose one of the answers of the list."),
    survey__answer__chosen_twice=_l("Something was chosen twice, or two answers where one fits. Please look again."),
    survey__answer__exclusive=_l("One of your choices excludes all others. Please keep either it or the others."),
    survey__answer__too_few=_l("Please choose at least %(limit)s; you chose %(count)s."),
    survey__answer__too_many=_l("Please choose at most %(limit)s; you chose %(count)s."),
    survey__answer__rows_missing=_l("Please answer every row; %(count)s are still empty."),
    survey__answer__no_points=_l("Please write a whole number of points, 0 or more."),
    survey__answer__points_too_many=_l("You handed out %(count)s points; there are %(total)s. Please take some away."),
    survey__answer__points_not_exact=_l("Please hand out exactly %(total)s points; you handed out %(count)s."),
    survey__answer__unknown_challenge=_l("The list of challenges has changed in the meantime. Please look again."),
    survey__answer__unknown_question=_l("The questions have changed in the meantime. Please look again."),
    survey__answer__order_and_no_opinion=_l(
        "You gave an order and also chose “no opinion”. Please keep one of the two."
    ),
    survey__answer__project_untitled=_l("Please give the project a title or a few words."),
    survey__answer__many_actors=_l("Please name at most %(limit)s actors, one a line."),
    survey__condition__malformed=_l("This condition is not written as conditions are."),
    survey__condition__unknown_fact=_l("This condition asks about an answer that no earlier question gives."),
    survey__receipt__unknown=_l(
        "There are no answers with this code here. Please check each sign; capitals and hyphens do not matter."
    ),
    survey__receipt__too_often=_l("Too many codes were tried. Please wait a minute and try again."),
)
