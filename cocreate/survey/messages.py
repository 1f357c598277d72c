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
    survey__consultation__erased=_l(
        "Its answers were erased, as people had been told, so it takes no more of them. To ask again, make a new"
        " consultation."
    ),
    survey__consultation__erasing_due=_l(
        "The day on which its answers are erased (%(day)s) has come: what people answer would go at once. A draft can"
        " be given a later day on its page “Privacy”."
    ),
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
    survey__rules__past_day=_l("The last day for answers lies in the past. To end it now, close it."),
    survey__outline__none=_l("Please choose a file with an outline."),
    survey__outline__too_large=_l("This file is larger than %(limit)s MB. Please simplify it or leave areas out."),
    survey__outline__no_geojson=_l(
        "This file is no GeoJSON: a FeatureCollection, a Feature, a Polygon or MultiPolygon."
    ),
    survey__outline__no_properties=_l("Feature %(feature)s: its properties are not names with values."),
    survey__outline__no_width=_l("Feature %(feature)s has no width: all its points lie on one line."),
    survey__outline__empty=_l("There is no area in this file."),
    survey__outline__other_system=_l("This file names another system of coordinates. Please convert it to WGS84."),
    survey__outline__no_area=_l("Feature %(feature)s is no Polygon or MultiPolygon, but %(type)s."),
    survey__outline__no_rings=_l("Feature %(feature)s has no rings."),
    survey__outline__short_ring=_l("Feature %(feature)s, ring %(ring)s: a ring has at least three different points."),
    survey__outline__open_ring=_l("Feature %(feature)s, ring %(ring)s: it does not end where it begins."),
    survey__outline__no_spot=_l("Feature %(feature)s, ring %(ring)s, point %(place)s: two numbers are needed."),
    survey__outline__off_earth=_l(
        "Feature %(feature)s, ring %(ring)s, point %(place)s: longitude %(lon)s and latitude %(lat)s are no degrees of"
        " WGS84. Coordinates in metres have to be converted first."
    ),
    survey__outline__many_areas=_l("This file has %(count)s areas; at most %(limit)s can be drawn."),
    survey__outline__many_rings=_l("This file has %(count)s rings; at most %(limit)s can be drawn."),
    survey__outline__many_points=_l("This file has %(count)s points; at most %(limit)s are read. Please simplify it."),
    survey__outline__too_wide=_l("These areas are too far apart for one map."),
    survey__late__past_day=_l("That day lies in the past. To take no more such answers, leave the day empty."),
    survey__late__before_end=_l("People can answer until %(day)s themselves: please choose a later day."),
    survey__late__would_end=_l(
        "Helpers enter what comes on paper or by telephone until %(day)s: first choose a later day for that, or an"
        " earlier last day for answers."
    ),
    survey__late__erasing=_l("The answers are erased on %(day)s: please choose an earlier day."),
    survey__late__live=_l(
        "The results are public while people are answering. Answers can be entered later only where results wait for"
        " them: choose another rule for the results first."
    ),
    survey__late__published=_l("The results are public already: nothing can be entered into them any more."),
    survey__late__relied_on=_l(
        "Themes of these answers are public, open data have them, or a decision was taken, so nothing can be entered"
        " into them any more."
    ),
    survey__condition__malformed=_l("This condition is not written as conditions are."),
    survey__condition__unknown_fact=_l("This condition asks about an answer that no earlier question gives."),
    survey__draft__unknown=_l(
        "Nothing is saved under this code here. Please check each sign; capitals and hyphens do not matter. Saved"
        " answers are erased after thirty days, when they are sent, and when the consultation closes."
    ),
    survey__draft__sent_already=_l("This form has been sent already. With your receipt code you can change it."),
    survey__draft__too_often=_l("This was done very often just now. Nothing is lost: please wait a minute."),
    survey__answer__too_short=_l("This text has %(length)s characters; at least %(least)s are asked for."),
    survey__answer__no_email=_l("This is no e-mail address. It looks like name@example.org."),
    survey__answer__no_phone=_l("This is no telephone number. It looks like +32 2 123 45 67."),
    survey__answer__no_url=_l("This is no address of a web page. It looks like https://example.org."),
    survey__answer__not_the_pattern=_l("This does not have the form that is asked for."),
    survey__answer__many_added=_l("Please add at most %(limit)s entries to one list, one a line."),
    survey__answer__actor_unnamed=_l("Please name this actor, or empty its other fields."),
    survey__answer__contact_without_consent=_l("A contact can only be kept if the actor agrees to be contacted."),
    survey__answer__no_number=_l("This is no number. Please write it in figures, such as 12 or 3,5."),
    survey__answer__number_low=_l("The number must be %(least)s or more."),
    survey__answer__number_high=_l("The number must be %(most)s or less."),
    survey__answer__whole=_l("Please give a whole number."),
    survey__answer__decimals=_l("Please give a number with at most %(decimals)s decimals."),
    survey__answer__step=_l("Please give a number that goes in steps of %(step)s, starting at %(start)s."),
    survey__answer__no_date=_l("This is no date of the calendar. Please write it as 2026-11-24 or 24/11/2026."),
    survey__answer__date_early=_l("The date must be %(least)s or later."),
    survey__answer__date_late=_l("The date must be %(most)s or earlier."),
    survey__answer__no_coordinate=_l("Please give latitude and longitude in degrees, such as 50.847 and 4.352."),
    survey__answer__outside_outline=_l("This place lies outside the outline of the map. Please choose one inside it."),
    survey__answer__off_the_map=_l(
        "This point is not on the map: the latitude lies between %(south)s and %(north)s, the longitude between "
        "%(west)s and %(east)s."
    ),
    survey__file__empty=_l("The file “%(name)s” is empty. Please choose another one."),
    survey__file__too_large=_l("The file “%(name)s” is larger than %(limit)s MB. Please choose a smaller one."),
    survey__file__other_type=_l("The file “%(name)s” is of a type that is not taken here. Possible are: %(types)s."),
    survey__file__not_what_it_says=_l(
        "The content of “%(name)s” is not what its name says. Please save it again in the right format."
    ),
    survey__file__too_many=_l("At most %(limit)s files can be added here. Please take one out first."),
    survey__file__gone=_l("The file “%(name)s” is no longer here. Please take it out of the list and choose it again."),
    survey__document__too_many=_l("A consultation offers at most %(limit)s documents. Please remove one first."),
    survey__document__in_use=_l("A question shows this document. Please take it out of the question first."),
    survey__sheet__too_large=_l(
        "What you sent is too large: everything together may have at most %(limit)s MB, and nothing of it arrived. Go "
        "back with your browser: your words should still be there. Then choose smaller files, or fewer."
    ),
    survey__decision__no_reason=_l("Please give the reason in a few words: it is kept with the decision."),
    survey__receipt__unknown=_l(
        "There are no answers with this code here. Please check each sign; capitals and hyphens do not matter."
    ),
    survey__receipt__no_changes=_l("These answers can no longer be changed."),
    survey__receipt__too_often=_l("Too many codes were tried. Please wait a minute and try again."),
)
