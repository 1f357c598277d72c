"""What is said about files with translations."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

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
