"""What the public record says when it refuses something."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    public__data__licence=_l("Please choose one of the licences."),
    public__data__same=_l("Nothing has changed since the newest version, so there is no new one."),
    public__data__reason=_l("Please say why, in at least one language."),
    public__population__shares=_l("Please give at least one percentage, from 0 to 100."),
    public__population__sum=_l("The percentages are %(total)s together, and cannot be more than 100."),
    public__population__source=_l("Please say where the figures come from."),
    public__population__url=_l("An address on the web begins with https:// or http://."),
    public__population__line=_l("Line %(line)s cannot be read: “%(said)s”. Write a group and its percentage."),
    public__document__too_many=_l("A process offers at most %(limit)s documents."),
)
