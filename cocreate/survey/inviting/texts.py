"""The words that invitations and reminders start with, in four languages; organisers change them as they like."""

from cocreate.survey.rules import MailingKind

SUBJECTS: dict[MailingKind, dict[str, str]] = {
    MailingKind.INVITATION: {
        "nl": "Uw mening over: {title}",
        "fr": "Votre avis sur : {title}",
        "en": "Your view on: {title}",
        "de": "Ihre Meinung zu: {title}",
    },
    MailingKind.REMINDER: {
        "nl": "Herinnering: {title}",
        "fr": "Rappel : {title}",
        "en": "Reminder: {title}",
        "de": "Erinnerung: {title}",
    },
}
GREETING = {"nl": "Dag {name},", "fr": "Bonjour {name},", "en": "Hello {name},", "de": "Guten Tag {name},"}
ASKING = {
    MailingKind.INVITATION: {
        "nl": "We vragen u graag om uw mening: {title}",
        "fr": "Nous aimerions connaître votre avis : {title}",
        "en": "We would like to know your view: {title}",
        "de": "wir möchten gern Ihre Meinung wissen: {title}",
    },
    MailingKind.REMINDER: {
        "nl": "Onlangs vroegen we u om uw mening: {title}",
        "fr": "Nous vous avons récemment demandé votre avis : {title}",
        "en": "Some time ago we asked for your view: {title}",
        "de": "vor einiger Zeit haben wir Sie um Ihre Meinung gebeten: {title}",
    },
}
LINK = {
    "nl": "Dit is uw persoonlijke link. Hij is alleen voor u en telt één keer:\n{link}",
    "fr": "Voici votre lien personnel. Il est pour vous seul et compte une fois :\n{link}",
    "en": "This is your personal link. It is for you alone and counts once:\n{link}",
    "de": "Dies ist Ihr persönlicher Link. Er ist nur für Sie und zählt einmal:\n{link}",
}
CLOSES = {
    "nl": "Antwoorden kan tot en met {closes}.",
    "fr": "Vous pouvez répondre jusqu’au {closes} inclus.",
    "en": "You can answer until the end of {closes}.",
    "de": "Sie können bis einschließlich {closes} antworten.",
}
LEAVING = {
    "nl": "Wilt u hierover geen mails meer? Dat kan hier:\n{opt_out}",
    "fr": "Vous ne voulez plus de courriels à ce sujet ? C’est possible ici :\n{opt_out}",
    "en": "No more mails about this? You can say so here:\n{opt_out}",
    "de": "Möchten Sie dazu keine Mails mehr? Das geht hier:\n{opt_out}",
}
BODIES: dict[MailingKind, dict[str, str]] = {
    kind: {
        code: "\n\n".join((greeting, asking[code], LINK[code], CLOSES[code], LEAVING[code]))
        for code, greeting in GREETING.items()
    }
    for kind, asking in ASKING.items()
}
