"""The notice that holds until somebody writes another: plain words in four languages."""

PURPOSE = {
    "en": "We ask to know what people and organisations think, so that public choices can take it into account.",
    "nl": "Wij vragen dit om te weten wat mensen en organisaties denken, zodat publieke keuzes er rekening mee houden.",
    "fr": "Nous posons ces questions pour savoir ce que pensent les personnes et les organisations, afin que les choix"
    " publics en tiennent compte.",
    "de": "Wir fragen, um zu wissen, was Menschen und Organisationen denken, damit öffentliche Entscheidungen es"
    " berücksichtigen.",
}
RECIPIENTS = {
    "en": "The team of the process reads all answers. Everybody can see the results in numbers, without small groups."
    " Nobody else gets your answers, and none of them leave our server for another company.",
    "nl": "Het team van het proces leest alle antwoorden. Iedereen kan de resultaten in cijfers zien, zonder kleine"
    " groepen. Niemand anders krijgt uw antwoorden; ze gaan niet van onze server naar een ander bedrijf.",
    "fr": "L’équipe du processus lit toutes les réponses. Chacun peut voir les résultats en chiffres, sans les petits"
    " groupes. Personne d’autre ne reçoit vos réponses, et aucune ne quitte notre serveur pour une autre entreprise.",
    "de": "Das Team des Prozesses liest alle Antworten. Alle können die Ergebnisse in Zahlen sehen, ohne kleine"
    " Gruppen. Niemand sonst bekommt Ihre Antworten, und keine verlässt unseren Server zu einem anderen Unternehmen.",
}
RIGHTS_ANONYMOUS = {
    "en": "We do not know which answers are yours; only your receipt code does. With it you can see, download and erase"
    " them yourself, without asking us. You may also complain to your data protection authority.",
    "nl": "Wij weten niet welke antwoorden van u zijn; alleen uw ontvangstcode weet dat. Daarmee kunt u ze zelf"
    " bekijken, downloaden en wissen, zonder het ons te vragen. U kunt ook klacht indienen bij uw"
    " gegevensbeschermingsautoriteit.",
    "fr": "Nous ne savons pas quelles réponses sont les vôtres; seul votre code de réception le sait. Avec lui vous"
    " pouvez les voir, les télécharger et les effacer vous-même, sans nous le demander. Vous pouvez aussi vous"
    " plaindre auprès de votre autorité de protection des données.",
    "de": "Wir wissen nicht, welche Antworten Ihre sind; nur Ihr Empfangscode weiß es. Mit ihm können Sie sie selbst"
    " ansehen, herunterladen und löschen, ohne uns zu fragen. Sie können sich auch bei Ihrer Datenschutzbehörde"
    " beschweren.",
}
RIGHTS_NAMED = {
    "en": "You may see, download and erase your answers with your receipt code, or ask us to do it, to correct them or"
    " to stop using them. You may also complain to your data protection authority.",
    "nl": "U kunt uw antwoorden met uw ontvangstcode bekijken, downloaden en wissen, of ons vragen dat te doen, ze te"
    " verbeteren of niet meer te gebruiken. U kunt ook klacht indienen bij uw gegevensbeschermingsautoriteit.",
    "fr": "Vous pouvez voir, télécharger et effacer vos réponses avec votre code de réception, ou nous demander de le"
    " faire, de les corriger ou de ne plus les utiliser. Vous pouvez aussi vous plaindre auprès de votre autorité de"
    " protection des données.",
    "de": "Sie können Ihre Antworten mit Ihrem Empfangscode ansehen, herunterladen und löschen, oder uns bitten, es zu"
    " tun, sie zu berichtigen oder nicht mehr zu verwenden. Sie können sich auch bei Ihrer Datenschutzbehörde"
    " beschweren.",
}
