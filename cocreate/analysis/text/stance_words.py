"""Words that speak for or against something in four languages, and those that say the contrary of each other."""

from __future__ import annotations

NOT = {
    "nl": "niet geen nooit zonder noch nergens",
    "fr": "ne n'est n'a pas non jamais sans aucun aucune ni n'y",
    "en": "not no never without nor cannot isn't don't doesn't can't won't aren't wouldn't shouldn't didn't hardly",
    "de": "nicht kein keine keinen keiner keinem keines nie niemals ohne weder kaum",
}
FOR = {
    "nl": "meer verhogen verhoog verhoging uitbreiden uitbreiding bouwen toelaten toestaan invoeren behouden"
    " behoud"
    " steunen stimuleren investeren investeer hoger aanleggen open openhouden vrij gratis goed goede beter betere"
    " nuttig"
    " belangrijk veilig veiliger noodzakelijk nodig eerlijk helpt helpen voordeel voordelen fantastisch prima",
    "fr": "augmenter augmentation développer autoriser permettre permet créer maintenir garder soutenir hausse"
    " favoriser encourager instaurer rétablir bon bonne bien meilleur meilleure utile important importante"
    " nécessaire juste"
    " gratuit gratuite aide avantage avantages protéger renforcer ouvrir",
    "en": "more increase raise expand allow keep support build introduce promote encourage protect adopt need"
    " needed"
    " good better best important necessary safe safer benefit benefits beneficial helps help fair free"
    " great right"
    " positive improve improves ensure subsidize legalize legal open welcome essential valuable",
    "de": "mehr erhöhen erhöhung ausbauen ausbau bauen erlauben einführen behalten erhalten unterstützen fördern"
    " stärken gut gute guter gutes besser bessere wichtig sinnvoll nötig notwendig sicher sicherer gerecht"
    " kostenlos hilft"
    " vorteil vorteile öffnen freigeben super",
}
AGAINST = {
    "nl": "minder tegen stop stoppen afschaffen afgeschaft verbieden verboden verbod verminderen verlagen verlaag"
    " lager weg"
    " schrappen beperken afbouwen sluiten verwijderen slecht slechte slechter gevaarlijk gevaarlijke nutteloos"
    " onnodig duur"
    " schadelijk onveilig oneerlijk nadeel nadelen absurd onzin belachelijk",
    "fr": "moins contre stop supprimer suppression interdire interdiction réduire réduction baisser baisse"
    " diminuer limiter"
    " abolir fermer arrêter arrêtez fin mauvais mauvaise pire inutile dangereux dangereuse cher chère nuisible"
    " injuste trop"
    " inconvénient absurde scandale refuser abroger",
    "en": "less fewer against stop ban banned abolish abandon abandoned reduce lower cut remove end limit"
    " prohibit oppose"
    " close eliminate decrease bad worse worst useless harmful harm harms dangerous unnecessary unfair expensive"
    " waste wrong"
    " too negative illegal hurt hurts outdated damage damages destroy destroys abuse lose lack discriminate"
    " violates cruel",
    "de": "weniger gegen stopp stoppen abschaffen abschaffung verbieten verboten verbot reduzieren senken weg"
    " streichen"
    " begrenzen schließen entfernen abbauen verringern schlecht schlechte schlechter gefährlich gefährliche"
    " unnötig teuer"
    " sinnlos schädlich ungerecht unfair falsch nachteil nachteile überflüssig unsinn",
}

# These deny everything that follows, not only the next word of meaning.
WITHOUT = {
    "nl": "geen zonder",
    "fr": "sans aucun aucune",
    "en": "no without",
    "de": "kein keine keinen keiner keinem keines ohne",
}

# Each line: words of one meaning | words of the contrary.
CONTRARY = {
    "nl": """
        meer | minder
        verhogen verhoging verhoog uitbreiden | verlagen verlaging verlaag verminderen beperken
        toelaten toestaan legaliseren | verbieden verboden verbod
        behouden behoud houden openhouden invoeren | afschaffen afgeschaft schrappen verwijderen
        goed goede beter | slecht slechte slechter
        veilig veiliger | gevaarlijk onveilig
        nodig noodzakelijk nuttig | onnodig overbodig nutteloos
        open openen | sluiten gesloten
        gratis goedkoop goedkoper | duur duurder
        bouwen aanleggen | slopen afbreken
        """,
    "fr": """
        plus davantage | moins
        augmenter augmentation hausse développer | réduire réduction baisser baisse diminuer limiter
        autoriser permettre légaliser | interdire interdiction
        maintenir garder conserver instaurer rétablir | supprimer suppression abolir abroger
        bon bonne bien meilleur | mauvais mauvaise pire
        sûr sécurisé | dangereux dangereuse
        nécessaire utile indispensable | inutile superflu
        ouvrir ouvert | fermer fermé fermeture
        gratuit gratuite | cher chère payant
        juste | injuste
        """,
    "en": """
        more | less fewer
        increase raise expand higher | reduce decrease cut lower limit
        allow legalize legal permit adopt | ban banned prohibit illegal forbid
        keep maintain introduce retain | abolish abandon end eliminate remove scrap
        good better best great | bad worse worst terrible
        safe safer | dangerous unsafe
        necessary needed essential important | unnecessary useless outdated
        open | close closed
        support favor | oppose
        free cheap | expensive costly
        fair | unfair
        beneficial benefit benefits help helps | harmful harm harms hurt hurts damage
        """,
    "de": """
        mehr | weniger
        erhöhen erhöhung ausbauen ausbau | reduzieren senken verringern begrenzen abbauen
        erlauben zulassen freigeben | verbieten verboten verbot sperren
        behalten erhalten beibehalten einführen | abschaffen abschaffung streichen entfernen
        gut gute besser | schlecht schlechte schlechter
        sicher sicherer | gefährlich gefährliche unsicher
        nötig notwendig sinnvoll wichtig | unnötig überflüssig sinnlos
        öffnen offen | schließen geschlossen
        kostenlos günstig | teuer
        gerecht fair | ungerecht unfair
        """,
}
