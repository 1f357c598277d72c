"""The words by which a statement shows that it asks for something, gives a reason, or only describes."""

from __future__ import annotations

import re

LANGUAGES = ("nl", "fr", "en", "de")

# name of the cue -> language -> pattern, read without regard to case
_WRITTEN: dict[str, dict[str, str]] = {
    "must": {
        "nl": r"moet(?:en)?\b|dient te|dienen te|hoort te|horen te|hoeft|noodzakelijk|nodig\b",
        "fr": r"il faut|faudrait|doit|doivent|devrait|devraient|devra|devront|nécessaire|indispensable",
        "en": r"should|must|needs? to|ought to|has to|have to|need (?:a|an|more|better|to)|we need",
        "de": r"muss|müss(?:t?en?|te)|muß|sollt?e?n?\b|nötig|notwendig|erforderlich|gehör(?:t|en) (?:entfernt|weg)",
    },
    "wish": {
        "nl": r"ik (?:wil|wens|vraag|stel voor|hoop)|wij (?:willen|wensen|vragen|stellen voor)|we (?:willen"
        r"|vragen)|graag"
        r"|voorstel|gelieve|aub|a\.u\.b|alstublieft|zou(?:den)? (?:ik|wij|we)|pleit|het beste zou",
        "fr": r"je (?:voudrais|souhaite|propose|demande|suggère|veux|préconise)|nous (?:voulons|souhaitons"
        r"|proposons|dem"
        r"andons|suggérons)|proposition|merci de|svp|s['’]il vous pla[iî]t|j['’]aimerais|il conviendrait",
        "en": r"i (?:want|propose|suggest|ask|recommend|wish|hope|demand)|we (?:want|propose|suggest|ask"
        r"|recommend|wish)"
        r"|would like|please|proposal|suggestion|let['’]?s|i['’]d like|call (?:for|on|upon)",
        "de": r"wünsch\w*|vorschlag\w*|schlage\b|\bbitt(?:e|en)\b|fordere?n?\b|ich möchte|wir möchten|plädiere|hoffe"
        r"|anregung|empfehle|empfehlung|würde mich freuen|würde ich|ich würde",
    },
    "could": {
        "nl": r"zou(?:den)?\b|kan men|kunnen we|misschien|beter zijn",
        "fr": r"pourr(?:ait|aient|ions|ait-on)|serait|seraient|permettrait|peut-être",
        "en": r"could|would (?:be|help|make|like)|might|perhaps|maybe|how about|what about",
        "de": r"könn?te?n?\b|wären?\b|würden?\b|vielleicht|hilfreich|sinnvoll|wünschenswert|man kann|ließe sich",
    },
    "why_not": {
        "nl": r"waarom (?:niet|geen|kan)",
        "fr": r"pourquoi (?:ne )?pas",
        "en": r"why not|why (?:don['’]?t|can['’]?t)",
        "de": r"warum (?:nicht|kein\w*|kann|wird|gibt)|wieso (?:nicht|kein\w*)|wie wäre",
    },
    "because": {
        "nl": r"omdat|want|aangezien|daardoor|zodat|immers|opdat|waardoor|daarom|namelijk|gezien|vanwege|wegens"
        r"|door de",
        "fr": r"parce qu|car\b|puisqu|en effet|ainsi|afin d|pour qu|grâce|à cause|étant donné|donc|c['’]est pourquoi",
        "en": r"because|since|therefore|so that|in order to|thus|hence|due to|as a result|given that"
        r"|this (?:would|will)"
        r"|leads? to|causes?|means that",
        "de": r"weil|denn|dadurch|deshalb|daher|damit|sodass|so dass|so daß|nämlich|deswegen|somit|wodurch"
        r"|aufgrund|wegen"
        r"|um .{3,60} zu \w+en\b",
    },
    "problem": {
        "nl": r"gevaarlijk\w*|slecht\w*|problem\w*|probleem|tekort|onveilig\w*|te (?:weinig|veel|smal|hoog|duur"
        r"|laag|vol)"
        r"|ontbre\w+|gebrek|moeilijk|jammer|helaas|niet mogelijk|onvoldoende",
        "fr": r"dangereu\w*|mauvais\w*|probl[èe]m\w*|manqu\w*|insuffisan\w*|trop (?:de|peu|cher|chère|haut)"
        r"|difficile\w*"
        r"|malheureusement|absence|impossible|risque\w*|inacceptable\w*",
        "en": r"dangerous\w*|bad(?:ly)?|problem\w*|lack\w*|missing|unsafe|too (?:few|many|much|little|narrow"
        r"|high|expensiv"
        r"e)|difficult|unfortunately|impossible|not enough|risk\w*|harm\w*",
        "de": r"gefährlich\w*|gefahr\w*|schlecht\w*|problem\w*|fehl(?:t|en|ende?r?)|unsicher\w*|zu (?:wenig"
        r"|viel|schmal|"
        r"eng|hoch|kurz|schnell|lang|spät)|schwierig|leider|unmöglich|eng\b|kaputt|behinder\w*|oft\b|häufig|ständig",
    },
    "is": {
        "nl": r"is|zijn|was|waren|wordt|worden|heeft|hebben|staat|staan|rijdt|rijden|ligt|gaat|komt",
        "fr": r"est|sont|était|étaient|a été|ont|y a|n['’]est|n['’]a|reste|restent|c['’]est",
        "en": r"is|are|was|were|has been|have been|there (?:is|are)|isn['’]t|aren['’]t",
        "de": r"ist|sind|war|waren|wird|hat|haben|steht|stehen|fährt|fahren|gibt|liegt|geht|kommt|kommen|werden"
        r"|läuft",
    },
    "self": {
        "nl": r"\bik\b|\bmijn\b|\bmij\b|\bme\b",
        "fr": r"\bje\b|\bj['’]|\bmon\b|\bma\b|\bmes\b",
        "en": r"\bi\b|\bmy\b|\bme\b",
        "de": r"\bich\b|\bmein\w*|\bmir\b|\bmich\b",
    },
    "more": {
        "nl": r"^\W*(?:meer|minder|geen|betere?|goedkopere?|veiliger?e?|gratis|extra|weg met|stop|nieuwe)\b",
        "fr": r"^\W*(?:plus (?:de|d['’])|moins (?:de|d['’])|pas de|non (?:à|au)|davantage|meilleure?s?|stop"
        r"|fin d|nouve)",
        "en": r"^\W*(?:more|less|fewer|no|better|cheaper|safer|free|stop|end|new)\b",
        "de": r"^\W*(?:mehr|weniger|kein\w*|bessere?\w*|günstigere?\w*|sichere?\w*|kostenlose?\w*|weg mit"
        r"|schluss|neue\w*)\b",
    },
    "order": {
        "nl": r"^\W*(?:maak|bouw|zorg|geef|stop|schaf|investeer|verbied|laat|neem|zet|voer|leg|pak|verlaag"
        r"|verhoog|\w{2,}en"
        r"(?= (?:van|de|het|een)\b))|(?:aanleggen|invoeren|afschaffen|verbieden|bouwen|uitbreiden|verbeteren"
        r"|maken|geven"
        r"|plaatsen|stimuleren|verminderen|verhogen|verlagen|investeren|zorgen)\W*$",
        "fr": r"^\W*(?:(?:ne pas |mieux |arr[êe]te[rz] )?[a-zà-ÿ]{3,}(?:er|ir|re|oir)(?=\s)|[a-zà-ÿ]{3,}(?:ez"
        r"|ons)(?=\s)|"
        r"(?:création|suppression|mise en place|réduction|augmentation|développement|instaur\w+|interdi\w+"
        r"|limitation))",
        "en": r"^\W*(?:make|build|create|stop|ban|give|provide|ensure|reduce|increase|allow|add|improve|invest"
        r"|support|int"
        r"roduce|remove|keep|use|put|fix|expand|raise|lower|cut|abolish|establish|promote|develop|encourage"
        r"|require|offe"
        r"r|protect|fund|set|turn|limit|enforce|install|plant|open|close|simplify|strengthen|define)\b",
        "de": r"[a-zäöüß]{3,}(?:en|ern|eln)\W*$|^\W*(?:baut|macht|gebt|sorgt|stoppt|schafft|verbietet)\b"
        r"|\bweg(?:!|\W*$)",
    },
    "naming": {
        "nl": r"^\W*[A-Z]?\w+ing(?:en)? (?:van|in|op|voor)\b",
        "fr": r"^\W*\w+(?:tion|ment|age) (?:de|du|des|d['’])",
        "en": r"^\W*\w+(?:tion|ment|ing) (?:of|for)\b",
        "de": r"^\W*(?:\w+(?:ung|bau|pflege|schnitt)\b|ausbau|abbau|einricht)",
    },
    "question": dict.fromkeys(LANGUAGES, r"\?"),
    "shouting": dict.fromkeys(LANGUAGES, r"!\W*$"),
    "unfinished": dict.fromkeys(LANGUAGES, r"[^.!?…\s\"”)]\s*$"),
    "greeting": {
        "nl": r"^\W*(?:hallo|beste|geachte|dag|bedankt|dank|groet)",
        "fr": r"^\W*(?:bonjour|merci|cordialement|madame|monsieur|bonsoir)",
        "en": r"^\W*(?:hello|hi|dear|thanks?|thank you|regards)\b",
        "de": r"^\W*(?:hallo|guten|danke|vielen dank|liebe|sehr geehrte|mit freundlichen|mfg|gruß)",
    },
}
# Whole words, except where a pattern says where it stands.
_PLACED = {"more", "order", "naming", "question", "shouting", "unfinished", "greeting", "self"}
CUES: dict[str, dict[str, re.Pattern[str]]] = {
    name: {
        language: re.compile(pattern if name in _PLACED else rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
        for language, pattern in written.items()
    }
    for name, written in _WRITTEN.items()
}
SHOWN = ("must", "wish", "could", "why_not", "because", "problem", "more", "order")  # worth showing as the reason
