"""What is said about a questionnaire file that cannot be read: the place in it, and what is wrong there."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

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
