"""What inviting says when it refuses something, and its closed lists in words."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

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
