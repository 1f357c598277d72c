"""What the grounds say when they refuse."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    selection__criteria__last_one=_l("At least one criterion stays that the committee marks."),
    selection__criteria__too_many=_l("At most %(limit)s criteria."),
    selection__criteria__too_many_questions=_l("At most %(limit)s questions."),
    selection__criteria__weight=_l("A weight is a whole number from 0 to %(limit)s."),
    selection__crowd__scoring_open=_l("Whether rankings count is decided before scoring opens, and stays."),
    selection__crowd__unknown_round=_l("Please choose a ranking that was opened, and what people ranked by."),
    selection__crowd__round_open=_l(
        "The ranking that counts as a criterion is still open. Close it first: until then nobody knows what it says."
    ),
    selection__weighing__is_open=_l("Members are weighing these criteria now. Close the weighing first."),
    selection__weighing__scoring_open=_l("Scoring is open, so the weights are not asked for any more."),
    selection__weighing__needs_two=_l("With one criterion there is nothing to weigh."),
    selection__weighing__not_open=_l("The weighing is not open now."),
    selection__weighing__not_yours=_l("Every member gives the own weights."),
    selection__weighing__range=_l(
        "Weights are whole numbers from 0 to 100, and each lies between its lowest and its highest."
    ),
    selection__weighing__nothing=_l("At least one criterion weighs more than 0."),
    selection__weighing__points=_l("The points must add up to 100; now they add up to %(total)s."),
    selection__weighing__swing=_l("The improvement that you want most gets 100."),
    selection__weighing__needs_reason=_l("These are not the weights that the members gave together: please write why."),
    selection__weighing__nothing_together=_l("There are no weights of the members together to take over."),
)
