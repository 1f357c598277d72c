"""What the selection says: refusals, and doubts that a reader of its numbers should know."""

from flask_babel import lazy_gettext as _l

from cocreate.web.messages import register

register(
    selection__candidate__needs_title=_l("Please give the candidate a title, in at least one language."),
    selection__candidate__needs_reason=_l("Please say why, so that people can see what became of their idea."),
    selection__candidate__too_many_sub_domains=_l("At most %(limit)s sub-domains."),
    selection__candidate__merge_needs_two=_l("Choose at least two candidates to merge."),
    selection__candidate__withdrawn=_l("This candidate is not on the long list any more."),
    selection__candidate__merged=_l("This candidate lives on in another one, so it cannot come back."),
    selection__candidate__rehearsal=_l("This card belongs to a rehearsal, so it does not count."),
    selection__harvest__nothing_picked=_l("Tick at least one line that is to become a candidate."),
    selection__long_list__closed=_l("A shortlist has been proposed from this list, so it does not change any more."),
    selection__round__camp_unknown=_l("Please choose the camp whose participants rank."),
    selection__round__no_dimension=_l("Choose at least one dimension to rank by."),
    selection__round__unknown_rule=_l("Please choose one of the counting rules."),
    selection__round__unknown_target=_l("A share is a whole number from 0 to 100, for one of the groups."),
    selection__round__targets_sum=_l("The shares must add up to 100; now they add up to %(total)s."),
    selection__round__targets_missing=_l("Please set the shares of the groups, or choose another weighting."),
    selection__round__needs_two=_l("There must be at least two candidates to rank."),
    selection__round__began=_l("People could already rank in this round, so it stays."),
    selection__round__not_open=_l("This ranking is not open yet."),
    selection__round__closed=_l("This ranking is closed. What was sent before counts."),
    selection__ranking__empty=_l("Give at least one candidate a place, a tick or points before you send."),
    selection__ranking__points=_l("Points go from 0 to %(most)s."),
    selection__ranking__needs_points=_l("This round asks for points, which an order does not give."),
    selection__ranking__unknown_candidate=_l("This order names a candidate that cannot be ranked here."),
    selection__ranking__other_camp=_l("Only people of this camp rank here."),
    selection__ranking__needs_seat=_l("Only people with a seat in the camp rank here."),
    selection__criteria__frozen=_l("A score has been given, so criteria and weights do not change any more."),
    selection__criteria__weights_missing=_l("Please give every criterion a weight."),
    selection__criteria__weights_sum=_l("The weights must add up to 100; now they add up to %(total)s."),
    selection__criteria__size=_l("The shortlist has from 1 to %(limit)s places."),
    selection__criteria__needs_title=_l("Please give the criterion a title, in at least one language."),
    selection__scoring__needs_two=_l("There must be at least two candidates to score."),
    selection__scoring__not_open=_l("Scoring is not open yet."),
    selection__scoring__closed=_l("Scoring is closed."),
    selection__scoring__nothing_scored=_l("Nobody has given a mark yet, so there is nothing to propose."),
    selection__scoring__needs_purpose=_l("Please say what another round is for."),
    selection__scoring__enough_rounds=_l("There are at most %(limit)s rounds of scoring."),
    selection__score__conflict=_l("With a conflict of interest, no marks are taken for this candidate."),
    selection__score__too_much_evidence=_l("At most %(limit)s pieces of evidence for one mark."),
    selection__sheet__handed_in=_l("Your sheet is handed in. Take it back first to change it."),
    selection__sheet__incomplete=_l("Not complete yet. Candidates on which something is still missing: %(count)s."),
    selection__conflict__kind=_l("Please choose what ties the member to the candidate."),
    selection__conflict__not_own=_l("An organiser declared this conflict of interest; please ask them."),
    selection__conflict__rule=_l("Please choose what the public record says."),
    selection__conflict__rule_settled=_l("Scoring has been opened, so this does not change any more."),
    selection__score__not_yours=_l("Every member gives the own marks."),
    selection__score__not_on_committee=_l("Only members of the steering committee score."),
    selection__score__unknown_mark=_l("Please choose one of the marks."),
    selection__decision__scoring_open=_l("A round of scoring is open, so the decision waits until it closes."),
    selection__decision__incomplete=_l("The decision is not complete yet."),
    selection__decision__choose=_l("Please keep or drop this candidate."),
    selection__decision__needs_reason=_l("This differs from the proposal: please write why."),
    selection__decision__nothing_kept=_l("Keep at least one candidate."),
    selection__long_list__being_scored=_l(
        "While members score, no candidate can be added, brought back, merged or split."
    ),
    selection__decision__unknown_candidate=_l("The decision names a candidate that is not on the list."),
    selection__decision__taken_up_in_dropped=_l("It can only be taken up in another candidate that is kept."),
    selection__decision__kept_and_taken_up=_l("It is either kept or taken up in others."),
    selection__decision__same_place=_l("Another candidate has the same place."),
    selection__decision__final=_l("The decision is published and final."),
)
# Doubts about a ranking or a proposal, by the code that the mathematics gives.
_doubts = {
    "selection.doubt.several_optimal_orders": _l("Several orders fit the ballots equally well; one of them is shown."),
    "selection.doubt.order_not_proven": _l("The order is a very good one, but not proven to be the best."),
    "selection.doubt.no_ballots": _l("Nobody ranked on this dimension."),
    "selection.doubt.pairs_never_compared": _l("Some candidates were never compared with each other."),
    "selection.doubt.item_never_shown": _l("Some candidates were shown to nobody."),
    "selection.doubt.list_order_decided": _l(
        "Some candidates are equal in everything; only the list says who is named first."
    ),
    "selection.doubt.unevenly_shown": _l(
        "Some candidates were shown to more people than others, which this rule favours."
    ),
    "selection.doubt.all_ranked": _l("Everybody ticked everything, so the ticks tell the candidates apart by nothing."),
    "selection.doubt.targets_without_ballots": _l(
        "Nobody of the groups with a set share ranked, so everybody counts alike."
    ),
    "selection.doubt.no_scores": _l("Nobody gave a mark."),
    "selection.doubt.scores_missing": _l(
        "Some candidates have no mark on a criterion; their total leaves it out and never counts it as zero."
    ),
    "selection.doubt.one_assessor": _l("Only one member scored, so nothing is known about how members differ."),
    "selection.doubt.uneven_panel": _l("Not every candidate was judged by the same number of members."),
    "selection.doubt.one_criterion": _l("Only one criterion counts, so other weights change nothing."),
}
register(**_doubts)


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


register(
    selection__meeting__malformed=_l("This page is not up to date: please load it again."),
    selection__meeting__needs_title=_l("Please give the meeting a title, in at least one language."),
    selection__meeting__item_needs_title=_l("Please give the point a title, in at least one language."),
    selection__meeting__minutes=_l("A whole number of minutes from 1 to %(limit)s, please."),
    selection__meeting__unknown_candidate=_l("This names a candidate that is not on the list."),
    selection__meeting__not_chair=_l("Only the chair of this meeting and the organisers do this."),
    selection__meeting__not_on_committee=_l("Only members of the steering committee do this."),
    selection__meeting__not_open=_l("This meeting is not open now."),
    selection__meeting__closed=_l("This meeting is over, so it stays as it was."),
    selection__meeting__quorum_fixed=_l("The quorum does not change any more once a meeting has opened."),
    selection__meeting__item_began=_l("The committee has dealt with this point, so it stays on the agenda."),
    selection__meeting__motion_open=_l("A motion is still open: close it or take it back before the meeting ends."),
    selection__meeting__unknown_step=_l("The clock cannot do this."),
    selection__meeting__not_present=_l("Say first that you are here."),
    selection__motion__needs_title=_l("Please say in one line what is to be decided, in at least one language."),
    selection__motion__over=_l("This motion is over; put a new one."),
    selection__motion__not_open=_l("Nobody can vote on this motion now."),
    selection__motion__conflict=_l("You have a conflict of interest here, so you take no part in this vote."),
    selection__motion__choose=_l("Please choose one of the answers."),
    selection__motion__needs_reason=_l("Whoever stands in the way says why: please give a reason."),
    selection__post__other_thread=_l("This post belongs to another thread."),
    selection__post__empty=_l("Please write something first."),
    selection__post__not_yours=_l("You change and take back only what you wrote yourself."),
    selection__post__withdrawn=_l("This post was taken back by its author."),
    selection__post__hidden=_l("This post is hidden."),
    selection__post__needs_reason=_l("Please give a reason that everybody here may read."),
)


register(
    selection__decision__leaves_orders=_l(
        "Respondents or the participants of the camp see this otherwise: please write why the committee decides so."
    ),
    selection__record__needs_motion=_l("Please write what the committee voted on."),
    selection__record__more_votes_than_present=_l("There are more votes than people present."),
    selection__record__no_quorum=_l("%(present)s were present, and the quorum is %(quorum)s: nothing can be decided."),
    selection__record__not_carried=_l("The motion was not carried: it needs more votes for it than against it."),
    selection__record__signatures_needed=_l("A record needs from 0 to %(members)s signatures."),
    selection__record__being_signed=_l(
        "The record is drawn up and being signed. Take it back first to change the decision."
    ),
    selection__record__not_drawn_up=_l("There is no record to sign. It was taken back, or not drawn up yet."),
    selection__record__not_on_committee=_l("Only members of the steering committee sign."),
    selection__record__needs_name=_l("Please type your name: it is your signature."),
    selection__record__not_confirmed=_l("This does not show that it is you. Please try again."),
    selection__record__sign_in_again=_l("You signed in a while ago. Please sign in again with a new link, then sign."),
    selection__record__chair_publishes=_l("The chair named in the record publishes it, or an organiser."),
    selection__record__signatures_missing=_l("Signatures are missing: %(missing)s more."),
    selection__record__nothing_to_amend=_l("There is no published decision to amend."),
    selection__record__needs_reason=_l("Please write why the decision is to be amended, in at least one language."),
)
