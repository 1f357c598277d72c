"""What is said of opinion groups: refusals, progress and doubts."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    opinions__nothing_to_read=_l("Nobody has voted on these statements yet, so there is nothing to read."),
    opinions__under_way=_l("The votes are being read already."),
    opinions__placed=_l("Finding who votes alike"),
    opinions__grouped=_l("Forming groups"),
    opinions__done=_l("Storing the groups"),
)
_doubts = {
    "opinions.too_few_votes": _l("%(count)s of %(people)s people cast too few votes to stand in a group."),
    "opinions.few_people": _l("Only %(count)s people can be placed: with a few more the groups may be others."),
    "opinions.no_pattern": _l("People do not vote alike more than chance makes them, so there is one group."),
    "opinions.no_groups": _l("No groups stand apart, so there is one."),
    "opinions.run_together": _l("The groups run into each other: there is no clear border between them."),
}
register(**_doubts)
