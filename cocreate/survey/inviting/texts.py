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
BODIES: dict[MailingKind, dict[str, str]] = {
    MailingKind.INVITATION: {
        "nl": "Dag {name},\n\nWe vragen u graag om uw mening: {title}\n\nDit is uw persoonlijke link. Hij is alleen "
        "voor u en telt één keer:\n{link}\n\nAntwoorden kan tot en met {closes}.\n\nWilt u hierover geen mails meer? Dat "
        "kan hier:\n{opt_out}\n",
        "fr": "Bonjour {name},\n\nNous aimerions connaître votre avis : {title}\n\nVoici votre lien personnel. Il est "
        "pour vous seul et compte une fois :\n{link}\n\nVous pouvez répondre jusqu’au {closes} inclus.\n\nVous ne "
        "voulez plus de courriels à ce sujet ? C’est possible ici :\n{opt_out}\n",
        "en": "Hello {name},\n\nWe would like to know your view: {title}\n\nThis is your personal link. It is for you "
        "alone and counts once:\n{link}\n\nYou can answer until the end of {closes}.\n\nNo more mails about this? You "
        "can say so here:\n{opt_out}\n",
        "de": "Guten Tag {name},\n\nwir möchten gern Ihre Meinung wissen: {title}\n\nDies ist Ihr persönlicher Link. "
        "Er ist nur für Sie und zählt einmal:\n{link}\n\nSie können bis einschließlich {closes} antworten.\n\nMöchten Sie "
        "dazu keine Mails mehr? Das geht hier:\n{opt_out}\n",
    },
    MailingKind.REMINDER: {
        "nl": "Dag {name},\n\nOnlangs vroegen we u om uw mening: {title}\n\nU kunt nog antwoorden, tot en met "
        "{closes}. Dit is uw persoonlijke link:\n{link}\n\nWilt u hierover geen mails meer? Dat kan hier:\n{opt_out}\n",
        "fr": "Bonjour {name},\n\nNous vous avons récemment demandé votre avis : {title}\n\nVous pouvez encore "
        "répondre, jusqu’au {closes} inclus. Voici votre lien personnel :\n{link}\n\nVous ne voulez plus de courriels à ce sujet "
        "? C’est possible ici :\n{opt_out}\n",
        "en": "Hello {name},\n\nSome time ago we asked for your view: {title}\n\nYou can still answer, until the end "
        "of {closes}. This is your personal link:\n{link}\n\nNo more mails about this? You can say so here:\n{opt_out}\n",
        "de": "Guten Tag {name},\n\nvor einiger Zeit haben wir Sie um Ihre Meinung gebeten: {title}\n\nSie können noch "
        "bis einschließlich {closes} antworten. Dies ist Ihr persönlicher Link:\n{link}\n\nMöchten Sie dazu keine "
        "Mails mehr? Das geht hier:\n{opt_out}\n",
    },
}
