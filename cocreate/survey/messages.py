"""What the survey stage says when it refuses something, and what a check finds."""

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


register(
    survey__file__no_json=_l("This file is no valid JSON: look at line %(line)s, column %(column)s."),
    survey__file__other_format=_l("This file is no questionnaire of cocreate."),
    survey__file__other_version=_l("This file has version %(version)s of the format; only version 1 can be read."),
    survey__file__no_text=_l("%(where)s: a text is needed here, in quotes."),
    survey__file__long_text=_l("%(where)s: this text is longer than %(limit)s characters."),
    survey__file__strange_sign=_l("%(where)s: this text has a sign that cannot be stored."),
    survey__file__no_key=_l("%(where)s: a key has 1 to 40 signs, of a to z, 0 to 9 and _."),
    survey__file__no_texts=_l('%(where)s: texts are needed by language, such as {"en": "Yes"}.'),
    survey__file__no_language=_l("%(where)s: this is no code of a language, such as en."),
    survey__file__empty_texts=_l("%(where)s: a text in at least one language is needed."),
    survey__file__no_flag=_l("%(where)s: only true or false can stand here."),
    survey__file__no_number=_l("%(where)s: a number is needed here."),
    survey__file__no_whole_number=_l("%(where)s: a whole number is needed here."),
    survey__file__not_of_list=_l("%(where)s: “%(value)s” is not known here. Known are: %(known)s."),
    survey__file__no_list=_l("%(where)s: a list is needed here."),
    survey__file__long_list=_l("%(where)s: this list has more than %(limit)s entries."),
    survey__file__no_object=_l("%(where)s: names with values are needed here, in braces."),
    survey__file__unknown_name=_l("%(where)s: the name “%(value)s” is not known here. Known are: %(known)s."),
    survey__file__missing_name=_l("%(where)s: “%(value)s” is missing."),
    survey__file__same_key=_l("%(where)s: “%(value)s” is there twice."),
    survey__file__no_condition=_l("%(where)s: this is no condition that is known."),
    survey__file__no_fact=_l("%(where)s: the key of a question is needed here, or key.row."),
    survey__file__unknown_fact=_l("%(where)s: there is no question “%(value)s”."),
    survey__file__unknown_document=_l("%(where)s: there is no document “%(value)s”."),
    survey__file__no_ring=_l("%(where)s: longitude and latitude of three points or more are needed here, in turn."),
    survey__file__no_outline=_l(
        "%(where)s: an outline has 1 to %(areas)s areas, each with a ring, and at most %(rings)s rings and %(points)s"
        " points."
    ),
    survey__file__no_base64=_l("%(where)s: the content of a file is needed here, in base64."),
)


register(
    survey__export__unknown_format=_l("Please choose one of the formats of the list."),
    survey__export__not_installed=_l(
        "This format needs an optional part that is not installed here: whoever runs the server can add it with "
        "“pip install cocreate[statistics]”. CSV, XLSX, ODS, JSON and R work without it."
    ),
    survey__export__nobody_known=_l("This consultation is anonymous: nobody knows who gave which answers."),
    survey__export__days=_l("The first day lies after the last."),
    survey__export__gone=_l("This file was erased after a day. Please make the export again."),
    survey__open_data__not_public=_l("These data are not public: they become so after the close, if the results do."),
    survey__open_data__too_few=_l("These answers are not published: too few people took part for nobody to stand out."),
)


register(
    survey__way_in__no_link=_l(
        "This consultation is for people with a personal link. Please open the link in your invitation."
    ),
    survey__way_in__sign_in=_l("Please sign in to answer: in this consultation each account answers once."),
    survey__ticket__used=_l("An answer has already been sent with this invitation; it counts once."),
    survey__ticket__unknown=_l("This link does not work, or no longer. Please check that it is complete."),
    survey__ticket__no_such_address=_l("Nobody with this address is invited to this consultation."),
    survey__contact__known=_l("This address is already among the contacts."),
    survey__contact__no_address=_l("This is not a complete e-mail address."),
    survey__contact__unknown_helix=_l("This group is not one of the list."),
    survey__contact__unknown_language=_l("This language is not one of the interface."),
    survey__contact__many_attributes=_l("At most %(limit)s attributes fit."),
    survey__contact__opt_out_unknown=_l("This link is not complete. Please copy it from the mail as a whole."),
    survey__contacts__unreadable=_l("This file cannot be read. Please save it as CSV or XLSX."),
    survey__contacts__empty=_l("There is nothing in this file."),
    survey__contacts__many_lines=_l("At most %(limit)s lines can be read at once. Please divide the file."),
    survey__contacts__no_address_column=_l(
        "No column with e-mail addresses was found. Please write “email” at the head of that column."
    ),
    survey__contacts__no_returned=_l(
        "There is no address in this, or no report of a mail that could not be delivered."
    ),
    survey__mailing__halves=_l("Each language needs both a subject and a text, and at least one language is needed."),
    survey__mailing__unknown_placeholder=_l("{%(name)s} is not a placeholder that can be filled."),
    survey__mailing__missing_placeholder=_l("The text needs {%(name)s} in every language."),
    survey__mailing__already=_l("This mail is already on its way, and stays as people get it."),
    survey__mailing__not_open=_l("Mails can be sent while the consultation takes answers: please open it first."),
    survey__mailing__closed=_l("The consultation takes no more answers, so the others are not written to."),
    survey__mailing__nobody=_l("There is nobody to write to: all were written to, have answered, or want no mails."),
    survey__mailing__not_stopped=_l("This sending has not stopped; there is nothing to go on with."),
    survey__mailing__writing=_l("Writing to people, a few at a time"),
    survey__targets__range=_l("Targets are whole numbers from 0 to %(limit)s."),
)


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


register(survey__flag__none_chosen=_l("Please tick at least one answer."))
_steps = {"survey:flag:looking": _l("Looking for what tells who somebody is")}
register(**_steps)


register(
    survey__privacy__day_passed=_l("The day on which answers are erased lies in the future."),
    survey__privacy__promised=_l(
        "People have answered with this promise: answers can be erased earlier than announced, but not later."
    ),
    survey__privacy__results_promised=_l("People were told that the results are erased too, so that stays."),
    survey__privacy__erased=_l("The answers of this consultation were erased, so its notice stays as it was."),
    survey__privacy__unknown_question=_l("The questions have changed in the meantime. Please look again."),
)


register(
    survey__translation__no_xliff=_l("This file is no XLIFF 1.2 or 2.0."),
    survey__translation__no_language=_l("This file does not say from which language and into which it translates."),
    survey__translation__nothing=_l("This file holds no texts."),
    survey__translation__no_table=_l(
        "The first line of this table has to keep its headings: name, part, and a code for each language."
    ),
    survey__translation__other_source=_l("This file translates from a language that this questionnaire is not in."),
    survey__translation__note__unknown=_l("There is no such text in the questionnaire."),
    survey__translation__note__twice=_l("This text is in the file twice; the second one is not taken over."),
    survey__translation__note__changed=_l("The text that was translated has changed since; please translate it anew."),
    survey__translation__note__placeholder=_l("“%(value)s” has to stand in both texts, equally often."),
    survey__translation__note__too_long=_l("This text is longer than %(limit)s characters."),
    survey__translation__note__meanwhile=_l("Somebody else changed this text in the meantime."),
)
