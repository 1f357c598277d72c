"""The word lists by which borrowed sentences are sorted, and what is never borrowed."""

# ruff: noqa: E501  (a list of word beginnings reads best in one line)

from __future__ import annotations

# A topic is a list of word beginnings. The first fifteen are the fields in which the consultation of the reference
# process was answered: the six challenges, and the additions that respondents proposed.
TOPICS: dict[str, dict[str, str]] = {
    "fr": {
        "climate": "climat|réchauffement|gaz à effet de serre|canicule|inondation|sécheresse|co2|qualité de l'air|pollution|environnement|écologi|émissions|particules fines|bruit\\b|nuisances sonores",
        "energy": "énergie|énergétique|électricité|photovolta|éolien|isolation|chauffage|hydrogène|carburant|panneaux solaires|biomasse|énergies?\\b",
        "waste": "déchet|recycl|réutilis|emballage|gaspillage|réparab|obsolescence|économie circulaire|plastique|matières premières",
        "mobility": "mobilité|vélo|cyclis|piéton|transports en commun|transport public|covoiturage|trottinette|navetteur|embouteillage|gares?\\b|trains?\\b|véhicules? électrique|ferroviaire|voyageurs?\\b|automobilist|conducteurs?\\b|stationnement|parkings?\\b|trafic routier|voitures?\\b|véhicules?\\b|transports?\\b|autoroute|métro\\b|passages? à niveau|trottinette",
        "food": "aliment|fruit|verger|compost|agricult|agriculteur|nutrition|pesticide|circuits courts|bio\\b|sucre|repas|potager|viande|légumes|restaurants?\\b|cantine|élevage|obésité|faim\\b",
        "health": "santé|patient|médecin|hôpita|hospitali|infirm|maladie|soins|médicament|bien-être|psychologi|burn-out|vaccin|sportif|sport\\b|dentiste|dentaire|cancer|diabète|thérapi|kiné|pharmaci|soignant|maisons? de repos|hygiène|allergi|tabac|santé",
        "housing": "logement|quartier|habitat|locataire|loyer|bailleur|sans-abri|sans domicile|rénovation|bâtiment|propriétaire|immobili|appartement|bâtisse",
        "digital": "numéri|internet|cyber|données|intelligence artificielle|en ligne|algorithme|digital|5g|informatique|vie privée|technologi|smartphone|réseaux sociaux|drones?\\b|robot|logiciel|électronique|applications?\\b",
        "employment": "emploi|travailleur|télétravail|chômage|chômeur|salaire|employeur|indépendants?\\b|pénurie de main|formation professionnelle|syndica|licenci|métiers?\\b|emplois?\\b|marché du travail|taux d'activité|conditions de travail|charge de travail|recrute|personnel\\b",
        "education": "écol(?!og)|enseignant|enseignement |étudiant|éducation|élève|scolaire|apprentissage|université|recherche scientifique|scientifi|chercheurs|diplôme|formations?\\b|élèves|cours\\b",
        "justice": "justice|tribuna|judiciaire|magistrat|avocat|prison|détenus?\\b|aide juridique|palais de justice",
        "biodiversity": "biodiversité|abeille|espèces?\\b|faune|flore|forêt|oiseau|nature\\b|animaux|océan|mer du nord|plage|rivière|eaux?\\b|arbres?\\b|plantes?\\b|algues?\\b|poissons?\\b",
        "safety": "sécurité routière|sécurité des|pompier|incendie|secours|prévention|accident|insécurité|vols?\\b|cambriol|secouris|ambulanc|victimes?\\b|excès de vitesse|dangereu",
        "culture": "cultur|musée|artist|patrimoine|bibliothèque|créatif|créative|concert|théâtre|danse|musique|street art|fresque|sculpture|monument|tourist|touris|cinéma|festival|livres?\\b|architectur|spectacle",
        "economy": "pme\\b|commerce|horeca|entrepreneur|entreprises|start-up|tva|fiscal|taxe|impôt|consommateur|investissement|production|commerçant|faillite|concurrence|économi|marchés?\\b|banques?\\b|bancaire|pouvoir d'achat|tarif",
        "governance": "citoyen|administration|transparence|démocrati|communes?\\b|communal|services? publics?|guichet|participation|concertation|langue|autorités|simplification|formulaire|subside|démarches administratives|bourgmestre|population",
        "public_space": "espaces? publics?|place publique|bancs?\\b|toilettes|sanitaires publics|aire de jeux|mobilier urbain|propreté|fontaine|éclairage|cadre de vie|parcs?\\b|trottoirs?\\b|quais?\\b|propreté",
        "inclusion": "handicap|pauvreté|précarité|inégalité|discrimination|pension|aînés|personnes âgées|femmes|égalité|exclusion|accessibilité|inclusi|enfants?\\b|jeunes\\b|familles?\\b|bénévol|volontaires|solidarité|retraite|invalid|vulnérable|revenus? modest|aidants|seniors|endett|pauvre",
    },
    "nl": {
        "climate": "klimaat|opwarming|broeikasgas|hitte|overstroming|droogte|co2|luchtkwaliteit|luchtvervuiling|fijn stof",
        "energy": "energie|elektriciteit|zonnepane|windmolen|isolatie|verwarming|waterstof|brandstof",
        "waste": "afval|recycl|hergebruik|verpakking|verspilling|herstelbaar|circulaire|plastic|grondstoffen",
        "mobility": "mobiliteit|fiets|voetganger|openbaar vervoer|carpool|pendel|files?\\b|station|trein|elektrische (?:wagen|auto|voertuig)|deelauto",
        "food": "voeding|voedsel|landbouw|boeren|pesticide|korte keten|biologische|suiker|maaltijd",
        "health": "gezondheid|patiënt|arts|ziekenhui|verpleeg|ziekte|zorg\\b|zorgverlen|geneesmiddel|welzijn|psycholog|burn-out|vaccin",
        "housing": "huisvesting|huurder|huurprij|dakloze|thuisloze|renovatie|woning|gebouwen",
        "digital": "digita|internet|cyber|gegevens|artificiële intelligentie|online|algoritme|5g|informatica|website",
        "employment": "werkgelegenheid|werknemer|telewerk|thuiswerk|werkloos|werkgever|zelfstandige|vacature|jobs?\\b|arbeidsmarkt|langdurig zieken",
        "education": "school|scholen|onderwijs|student|leerling|opleiding|universiteit|wetenschappelijk onderzoek|leerkracht",
        "justice": "justitie|rechtba|gerechtelijk|magistra|advoca|gevangenis|gedetineerde|rechtsbijstand|justitiepaleis",
        "biodiversity": "biodiversiteit|bijen|diersoort|fauna|flora|bossen|vogels|natuur(?!lijk)|wilde dieren|insecten|noordzee",
        "safety": "verkeersveiligheid|veiligheid van|politie|brandweer|brand\\b|hulpdienst|preventie|diefstal|ongeval",
        "culture": "cultuur|culture|museum|musea|kunstenaar|erfgoed|bibliothe|kunstwerk",
        "economy": "kmo|handel|horeca|onderneme|bedrijven|start-up|btw|fiscal|belasting|consument|investering|productie",
        "governance": "burgers|administratie|transparantie|democrati|gemeenten?\\b|overheidsdienst|loket|inspraak|overleg|taalgebruik|overheden",
        "public_space": "openbare ruimte|openbaar domein|speelplein|speeltuin|zwerfvuil|straatverlichting|pleinen",
        "inclusion": "handicap|beperking|armoede|ongelijkheid|discriminatie|pensioen|ouderen|vrouwen|gelijkheid|uitsluiting|toegankelijk|inclusie",
    },
    "en": {
        "climate": "climate|emission|pollution|flood|air quality|carbon",
        "energy": "energy|solar|electricity|insulat|heating|fuel",
        "waste": "recycl|waste|litter|plastic|trash|compost|garbage",
        "mobility": "traffic|bike|bicycl|public transport|transit|buses|\\bbus\\b|sidewalk|walkab|pedestrian|parking|roads?\\b",
        "food": "food|farm|grocer|gardens?\\b|restaurant|obesity|nutrition",
        "health": "health|hospital|mental|addiction|clinic|doctor",
        "housing": "hous|home ?owner|rent\\b|rental|rents|landlord|tenant|homeless|apartment|first home|property",
        "digital": "internet|broadband|fiber|online|digital|technolog|wifi|data\\b",
        "employment": "job|wage|worker|employ|small business|workforce|income",
        "education": "school|educat|teacher|student|college|library|universit|research",
        "justice": "court|jail|prison|justice|incarcerat|offender",
        "biodiversity": "biodivers|species|native|wildlife|ecosystem|predator|pest|forest|tree|wetland|conservation|habitat|nature|birds?\\b",
        "safety": "crime|safe|police|fire\\b|speeding|street ?lights?",
        "culture": "arts?\\b|music|museum|cultur|festival|theat|event",
        "economy": "business|econom|invest|tax|industr|shops?\\b|stores?\\b",
        "governance": "government|citizen|local people|transparen|decision|council|strategy|planning|public",
        "public_space": "parks?\\b|downtown|playground|public space|benches|trails?\\b|swimming",
        "inclusion": "disab|poverty|low.income|elderly|senior|divers|equal|inclus|community|neighbou?rhood",
    },
    "de": {
        "climate": "klima|hitze|co2|hochwasser|luftqualität|feinstaub",
        "energy": "energie|strom\\b|solar|photovoltaik|heizung|fernwärme|dämmung",
        "waste": "müll|abfall|recycl|plastik|wertstoff|mehrweg|kompost|reparatur",
        "mobility": "fahrrad|radweg|radfahr|fußgänger|bus\\b|busse|öpnv|straßenbahn|tempo|ampel|parkplätz|verkehr|carsharing|lastenrad|e-scooter",
        "food": "lebensmittel|ernährung|essen\\b|landwirtschaft|gemüse|obst|markt\\b|trinkwasser|trinkbrunnen",
        "health": "gesundheit|ärzt|pflege|krankenhaus|sport|bewegung|toilette",
        "housing": "wohn|miete|leerstand|gebäude",
        "digital": "digital|internet|wlan|online|app\\b|software|open source",
        "employment": "arbeitsplätz|gewerbe|einzelhandel|unternehmen|coworking|arbeitnehm",
        "education": "schule|schüler|kita\\b|bildung|student|universität|bibliothek|lernen",
        "biodiversity": "bäume|baum\\b|biodiversität|artenvielfalt|insekten|bienen|natur\\b|begrünung|blüh|grünfläche",
        "safety": "sicherheit|beleuchtung|unfall|gefährlich|gefahr|schulweg",
        "culture": "kultur|kunst|museum|musik|theater|fest\\b|konzert",
        "public_space": "marktplatz|parkanlage|sitzgelegenheit|bänke|innenstadt|spielplatz|öffentliche[rn]? raum|aufenthalt",
        "inclusion": "barriere|rollstuhl|senior|inklusi|jugendliche|kinder|spielplatz|begegnung|treffpunkt|familien|bürgerbeteiligung",
    },
}

WISH: dict[str, str] = {
    "fr": r"\bil (?:faut|faudrait|convient|conviendrait|importe|serait|est (?:important|essentiel|nécessaire|indispensable|urgent|crucial|primordial|temps|donc))\b|devrait|devraient|doit être|doivent être|améliorer|renforcer|encourager|promouvoir|soutenir|développer|garantir|réduire|lutter contre|sensibilis|ne (?:pourrait|serait|devrait)-",
    "nl": r"\bmoet(?:en)?\b|zou(?:den)? moeten|\bnodig\b|noodzaak|noodzakelijk|belangrijk|verbeteren|versterken|aanmoedigen|bevorderen|ondersteunen|ontwikkelen|verminderen|stimuleren|bestrijden|sensibiliser|oplossing|kan er niet|zou het niet",
    "en": r"\bshould|\bneeds? |\bneeds?\b|must|ought|let's|we can|more |improve|require|would (?:be|like|benefit|help)|could",
    "de": r"\bsoll|müss|wünsch|fordern|bitte|wäre|könnt|brauch|vorschlag|notwendig|wichtig|mehr |schaffen|verbesser|errichte|ausbau|fehl",
}
PROBLEM: dict[str, str] = {
    "fr": r"manque|pénurie|problème|problématique|difficult|insuffisan|trop |risque|menac|danger|crise|défi|victime|coût|retard|obstacle|souffr|impossib|augment|de plus en plus",
    "nl": r"tekort|probleem|problemen|moeilijk|onvoldoende|\bte (?:weinig|veel|duur|lang|hoog|laag)|risico|bedreig|gevaar|crisis|uitdaging|slachtoffer|vertraging|hinder|lijden|onmogelijk|steeds meer|gebrek|drempel",
    "en": r"problem|lack|too |not enough|concern|issue|worse|danger|expensive|hard to|difficult|threat|crisis|afford",
    "de": r"problem|mangel|leider|fehl|zu wenig|gefähr|kein |keine |schlecht|teuer|schwierig|eng\b|stör|hinder",
}
ASSET: dict[str, str] = {
    "fr": r"il existe|plateforme|projets?\b|projet pilote|initiative|\bcentres?\b|laboratoire|réseau|institut|programme|campagne|label|applications?\b|mis en place|lancé|innovant|innovation|partenariat|association|\boutils?\b|start-up|permet|offre|propose|dispose|soutien|aide|succès|expert|chercheur|fonds",
    "nl": r"er bestaa|platform|project|proefproject|initiatief|initiatieven|centrum|centra\b|laborator|netwerk|instituut|programma|campagne|label|toepassing|\bapp\b|gelanceerd|opgericht|innovati|partnerschap|vereniging|instrument|onderzoekers|fonds\b|biedt|beschikt|dankzij|succes|steun",
    "en": r"\bhas\b|\bhave\b|great|already|good|love|existing|strong|best|proud|beautiful|well|important part|valuable|we are",
    "de": r"\bes gibt|bereits|schon\b|gut\b|toll|super|projekt|initiative|verein|zentrum|netzwerk|angebot|treffpunkt|plattform|vorhanden|beliebt|bewährt",
}

# What speaks to a minister or of a procedure: never taken.
UNWANTED: dict[str, str] = {
    "fr": r"\b(?:votre|vos|je|j['’]\w+|m['’]\w+|mon|ma|mes|ministres?|madame|monsieur|mme|mr|questions?|réponses?|articles?|art|arrêtés?|loi du|projet de loi|parlement\w*|parlementaires?|député\w*|cabinet|spf|secrétaire|susmentionn\w*|précité\w*|ci-dessus|ci-dessous|suivant\w*|hier|octobre|novembre|décembre|janvier|février|mars|avril|mai|juin|juillet|août|septembre|alinéa|paragraphe|législature|combien|quid|quelle? (?:est|sont|part|moyenne|montant|nombre|était)|quels? (?:est|sont|nombre|critères|autres)|quelles sont|chiffres|nombre de|où en|ventil\w*|affirmative|négative|a-t-il indiqué|sur quels|de quelle manière|ledit|ladite|dudit)\b|(?<!envisagez-)(?<!comptez-)(?<!faudrait-il, )\bvous\b",
    "nl": r"\b(?:uw|ik|mijn|minister\w*|mevrouw|meneer|vraag|vragen|antwoord\w*|artikel\w*|wet van|wetsontwerp\w*|wetsvoorstel|kb|parlement\w*|kamer|kamerlid|commissie|kabinet|fod|staatssecretaris\w*|die zaak|bovenvermelde|voormelde|laatstgenoemde|hieronder|gisteren|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|lid|paragraaf|legislatuur|hoeveel|graag|wat is|wat zijn|hoe verklaart|cijfers|aantal (?!mensen)|jurisprudentie|zo ja|zo neen|zo nee|opgesplitst|uitgesplitst|collega|wiens|u)\b",
    "en": r"\b(?:i|i'm|i've|my|me|he|she|his|her|vote\w*|statement|survey|comments?|mayor|county|trump|god|church\w*|lgbtq?\w*|gay|fairness|kiwis?|maori|iwi|guns?|abortion|marijuana|alcohol|casino|drugs?|minimum wage|1080|fracking|dogs?|cats?|cannabis|nz|kiwisaver|city manager|commissioners?|blue laws?|bg|wku|pakeha|hunters?|hunting|private school|catholic|foreign\w*|bowling|square|occupational|opioids?)\b|\$|\.\.\.|:\)",
    "de": r"\b(?:ich|mir|mich|mein\w*|herr\w*|frau|dame|oberbürgermeister\w*|stadtrat\w*|csu|spd|cdu|afd|fdp|mfg|viele grüße|danke|polizist\w*|ob|siehe|stadtverwaltung|eu|buga|lgs)\b|\.\.\.|…|!!|\?\?",
}
SENSITIVE = (
    r"terror|djihad|jihad|extrémis|extremis|radicali|asile|asiel|migra|illegal|illégal|étranger|vreemdeling|israel|israël|palestin"
    r"|islam|musulman|moslim|relig|juif|joods|suicid|zelfmoord|euthanas|avortement|abortus|viol\b|viols\b|verkracht|pédo|pedo|sexuel|seksue|sexual"
    r"|prostitu|drogue|drugs|cannabis|stupéfiant|arme à|armes\b|wapen|weapon|waffen|milita|défense nationale|defensie|soldat|guerre|oorlog|nucléaire|nucleair|kernwapen|kerncentrale"
    r"|meurtre|moord|dood|décédé|overleden|tué|\bmort\b|\bmorts\b|prince|prins|\broi\b|koning|dotation|fraud|corrupt|trafic|traffick|mensenhandel|criminel|crimineel"
    r"|attentat|aanslag|torture|folter|génocide|genocide|otage|espion|spion|swift|brexit|masques?\b|mondmasker|covid|corona"
    r"|scheiß|idiot|dumm|blöd|stupid|hate|shit|damn|prisonniers|kebab|zigeuner|\brom\b|\broms\b|ukrain|russi|chin[ae]|congo|rwanda|syri|turqu|turk|iran|bpost|belfius|ethias|proximus"
)
# Capitalised words inside a sentence are taken for names unless they are listed here.
KNOWN_CAPITALS = set(
    "Belgique Bruxelles Europe Union Wallonie Flandre Région État États Belges Belge Européens Européen Commission Internet Web "
    "België Brussel Europa Europese Unie Belgische Belg Belgen Vlaanderen Wallonië Gewest Brusselse Vlaamse Waalse Nederlands Frans Duits "
    "SNCB NMBS STIB MIVB CO2 TVA BTW PME KMO UE EU OMS WHO ONU VN ASBL VZW GSM SMS RGPD AVG GPS ADN IT ICT IA AI HORECA Horeca RER GEN "
    "Internet IoT OMS LED PDF QR TGV TEC De Lijn Infrabel English European American Web WiFi Wi-Fi OK US USA UK STEM Black Noordzee Nord Mer Service Services Agence Institut Conseil Office Centre Fonds Ministère Pensions Plan Banque Observatoire Organisation Santé Mobilité Finances Justice Intérieur Dienst Diensten Agentschap Instituut Raad Centrum Fonds Bank Hoge Federale Waals Vlaams Pensioendienst Wereldgezondheidsorganisatie France Allemagne Pays-Bas Luxembourg Royaume-Uni Frankrijk Duitsland Nederland Luxemburg Nederlandse Franse Duitse Europees Belgisch COVID COVID-19 STEM".split()
)
PLACES_DE = set(
    "bonn bonner moers moerser köln kölner ehrenfeld ehrenfelder münchen münchner münchener augsburg augsburger jena jenaer würzburg würzburger "
    "rhein rheinaue venlo duisburg hamm hammer darmstadt mannheim bayern deutschland ulm kassel rotenburg hochtaunuskreis nordpark isar stachus "
    "main saale ring dom lech unna bamberg mainfranken sendling pasing giesing schwabing tumblinger rheinberg kapellen poppelsdorf beuel".split()
)
