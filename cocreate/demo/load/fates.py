"""What became of contributions: replies to themes and to what stood alone, and what was set aside with a reason."""

from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.public.fates import commands
from cocreate.public.fates.commands import Told
from cocreate.public.fates.counting import Whole, whole_of
from cocreate.public.fates.rules import Act, FateKind, Reason
from cocreate.public.fates.worklist import Why, waiting_answers, waiting_counts
from cocreate.survey.models import Answer
from cocreate.themes.models import Theme
from cocreate.themes.rules import ThemeState

ALONE = 30  # answers alike to no other that get a reply; the rest waits for the newcomer
NOTED = {
    "en": "Few others said something alike, so it is in no large theme. The working group has read it.",
    "nl": "Weinig anderen zeiden iets gelijkaardigs, dus hoort dit bij geen groot thema. De werkgroep las het.",
    "fr": "Peu d’autres ont dit quelque chose de semblable : cela ne relève d’aucun grand thème. Le groupe l’a lu.",
    "de": "Wenige andere sagten Ähnliches, deshalb gehört dies zu keinem großen Thema. Die Arbeitsgruppe las es.",
}
TAKEN_FURTHER = {
    "en": "Thank you. This theme went to the Innovation Camp; its chain shows which cards and domains rest on it.",
    "nl": "Dank u. Dit thema ging naar het Innovation Camp; zijn keten toont welke kaarten en domeinen erop rusten.",
    "fr": "Merci. Ce thème est allé à l’Innovation Camp ; sa chaîne montre ce qui s’y appuie.",
    "de": "Danke. Dieses Thema ging an das Innovation Camp; seine Kette zeigt, was darauf beruht.",
}
NO_CANDIDATE = {
    "en": "The groups put their strongest ideas forward; this card stays in the record of its board.",
    "nl": "De groepen kozen hun sterkste ideeën; deze kaart blijft bewaard bij haar bord.",
    "fr": "Les groupes ont retenu leurs idées les plus fortes ; cette carte reste au dossier de son tableau.",
    "de": "Die Gruppen wählten ihre stärksten Ideen; diese Karte bleibt bei ihrer Tafel aufbewahrt.",
}


def decide_fates(session: Session, analyst: Actor, process: Process) -> None:
    """As an analyst would after the decision: the largest themes first, then what waits, but not all of it."""
    whole = whole_of(session, process)
    for theme in _in_state(whole, ThemeState.ACCEPTED)[:3]:
        commands.reply_to_theme(session, analyst, process, Told(Act.REPLY, TAKEN_FURTHER), theme)
    for theme in _in_state(whole, ThemeState.PROPOSED)[:1]:
        commands.reply_to_theme(session, analyst, process, Told(Act.REPLY, NOTED), theme)
    for why, told in (
        (Why.NO_OPINION, Told(Act.SET_ASIDE, {}, Reason.SAYS_NOTHING)),
        (Why.EMPTY, Told(Act.SET_ASIDE, {}, Reason.SAYS_NOTHING)),
        (Why.OTHER, Told(Act.REPLY, NOTED)),
    ):
        if waiting_counts(whole)[why]:
            some = waiting_answers(whole, why).order_by(Answer.id).limit(ALONE)
            commands.decide_answers(session, analyst, process, told, some)
    cards = [each.card for each in whole.cards if each.fate.kind is FateKind.WAITING]
    if cards:
        told = Told(Act.SET_ASIDE, NO_CANDIDATE, Reason.NOT_CARRIED_ON)
        commands.decide_cards(session, analyst, process, told, cards[: len(cards) // 2])


def _in_state(whole: Whole, state: ThemeState) -> list[Theme]:
    return [theme for theme in whole.graph.themes.values() if theme.state == state]
