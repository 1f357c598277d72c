"""What a camp says when something is refused."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    camp__operation__malformed=_l("This change could not be read. Reload the page and try again."),
    camp__operation__taken=_l("This change was already made by somebody else."),
    camp__operation__too_fast=_l("That was a lot at once. It is tried again in a moment."),
    camp__card__empty=_l("Write something on the card first."),
    camp__card__too_long=_l("A card holds at most %(limit)s characters."),
    camp__card__exists=_l("This card is already on a board."),
    camp__card__unknown=_l("This card is not on the board."),
    camp__card__removed=_l("Somebody took this card off the board. It can be brought back."),
    camp__card__changed_meanwhile=_l(
        "Somebody else changed this card, and both texts together are too long. Compare them and save again."
    ),
    camp__zone__unknown=_l("This zone is not on the board."),
    camp__theme__unknown=_l("This theme cannot be cited: it is not one of the accepted themes."),
    camp__vote__none_left=_l("You have given all your %(limit)s votes. Take one back to vote for another card."),
    camp__vote__needs_seat=_l("Only people with a seat in the camp can vote."),
    camp__board__not_open_yet=_l("This board is not open yet."),
    camp__board__locked=_l("The facilitator has locked this board."),
    camp__board__closed=_l("This board is closed."),
    camp__board__state_unknown=_l("A board can be opened, locked or closed."),
    camp__plan__too_many=_l("A plan has at most %(limit)s steps."),
    camp__plan__title_missing=_l("Give the step a title in at least one language."),
    camp__plan__minutes=_l("A number of minutes from 1 to %(limit)s, please."),
    camp__plan__step_runs=_l("This step is running now. Go on to another one first."),
    camp__plan__moved_on=_l("Somebody else has already gone on to another step. Nothing was changed."),
    camp__plan__empty=_l("The plan has no steps yet."),
    camp__plan__nothing_runs=_l("No step is running now."),
    camp__plan__action_unknown=_l("A step can be started, paused, extended or skipped."),
    camp__group__has_cards=_l("This group has cards on its board, so it stays."),
    camp__group__unknown=_l("This group does not exist."),
    camp__code__unknown=_l("No camp has this code. Check it with the facilitator."),
    camp__door__shut=_l("This camp takes nobody in by code now. Ask the facilitator."),
    camp__seat__unknown=_l("This personal link is not valid any more. Ask the facilitator for a new one."),
    camp__seat__name_missing=_l("Please give the name that the others will see."),
    camp__seat__helix_unknown=_l("Please choose one of the categories."),
    camp__seat__too_many=_l("At most %(limit)s names at a time."),
)
