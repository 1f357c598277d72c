"""What the directory says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    directory__person__name=_l("A name is needed, of at most %(limit)s characters."),
    directory__person__helix=_l("This group is not one of the list."),
    directory__person__language=_l("This language is not one of the interface."),
    directory__person__address_needed=_l(
        "Without an e-mail address, please choose how else this person is reached: by telephone, by post or in person."
    ),
    directory__person__no_address=_l("This is not a complete e-mail address."),
    directory__person__known=_l("Somebody with this address is already in the directory."),
    directory__person__no_mail=_l("There is no address to write to."),
    directory__link__gone=_l("This link does not work, or no longer. The newest letter has one that does."),
    directory__file__no_name_column=_l(
        "No column with names was found. Please write “name” at the head of that column."
    ),
    directory__file__many_lines=_l("At most %(limit)s lines can be read at once. Please divide the file."),
    directory__file__address_twice=_l("This address stands in an earlier line, too."),
    directory__targets__range=_l("Targets are whole percents, and at most 100 together."),
    directory__request__closed=_l("The registration is not open now."),
    directory__request__not_confirmed=_l(
        "The address is not confirmed yet. The person has a letter with a link for that."
    ),
    directory__request__decided=_l("This was decided already."),
    directory__request__consent=_l("Without your agreement to be kept in the directory we cannot register you."),
    directory__group__seats=_l("Seats are a number from 1 to %(most)s."),
    directory__group__full=_l("All %(seats)s seats are taken on these days."),
    directory__group__chair=_l("The group has a chair on these days."),
    directory__term__order=_l("A term must end after it begins."),
    directory__term__twice=_l("This person sits in the group on these days already."),
    directory__equality__already=_l(
        "You have sent this already. Nobody can say which of the sheets is yours, so it stays."
    ),
)
