"""Words of names of organisations: legal forms, small words, and what the same thing is called in four languages."""

# As they stand without dots. Belgium, France, Germany, the Netherlands, Luxembourg, the United Kingdom and beyond.
LEGAL_FORMS = frozenset(
    "nv sa bv bvba sprl srl cv cvba scrl sc scs snc vof gcv commv vzw asbl ivzw aisbl npo ses se eesv geie "
    "gmbh ggmbh ag ev kg ohg ug eg gbr kgaa mbh "
    "ltd limited plc llc llp inc incorporated corp corporation company co cie "
    "sarl sas sasu eurl scop scic gie spa oy ab as aps".split()
)
SMALL_WORDS = frozenset(
    "the of and for in at on to de het een van der den voor en in te aan op met "
    "le la les l de du des d et pour en a au aux sur un une der die das des dem und fur im am zu von vom".split()
)
# The first word stands for all of its line.
SAME_WORD = (
    "university universiteit universite universitat universitaet",
    "college hogeschool hautecole fachhochschule",
    "school ecole schule",
    "hospital ziekenhuis hopital krankenhaus klinik clinique kliniek clinic hospitalier",
    "institute instituut institut",
    "centre center centrum zentrum",
    "research onderzoek recherche forschung",
    "laboratory laboratorium laboratoire labor lab labo",
    "association vereniging verein verband",
    "federation federatie federation foderation verbond",
    "foundation stichting fondation stiftung",
    "agency agentschap agence agentur",
    "office bureau kantoor buro",
    "city stad ville stadt",
    "region gewest gewestelijk regional regionale regio regie",
    "brussels brussel bruxelles brussel bruessel brusselse bruxellois bruxelloise",
    "flemish vlaams vlaamse flamand flamande flaemisch flamisch",
    "belgium belgie belgique belgien belgian belgisch belge",
    "environment leefmilieu environnement umwelt milieu",
    "mobility mobiliteit mobilite mobilitat mobilitaet",
    "energy energie",
    "health gezondheid sante gesundheit",
    "housing huisvesting logement wohnen",
    "water eau wasser",
    "economy economie wirtschaft",
    "employment werkgelegenheid emploi beschaftigung beschaeftigung",
    "innovation innovatie",
    "technology technologie technologies technologieen",
    "science wetenschap wetenschappen sciences wissenschaft wissenschaften",
    "social sociaal sociale sozial soziale",
    "enterprise onderneming entreprise unternehmen ondernemingen entreprises enterprises",
    "cooperative cooperatie coop genossenschaft cooperatieve",
    "services diensten dienste service dienst",
    "network netwerk reseau netzwerk",
    "museum musee",
    "port haven hafen",
    "chamber kamer chambre kammer",
    "commerce handel koophandel",
    "council raad conseil rat",
    "ministry ministerie ministere ministerium",
    "european europees europese europeen europeenne europaisch europaische",
    "studies studien etudes",
    "free_fr libre",
    "public openbaar openbare publique offentlich",
    "welfare welzijn",
    "art kunst arts kunsten",
    "food voedsel alimentation alimentaire voeding lebensmittel ernahrung",
    "building bouw construction bau",
    "waste afval dechets abfall",
    "planning planification planung",
    "prevention preventie pravention",
    "security veiligheid securite sicherheit",
    "space ruimtevaart spatiale raumfahrt",
)
CANONICAL = {word: line.split()[0] for line in SAME_WORD for word in line.split()[1:]}
# Words that say little about which organisation is meant.
GENERIC = frozenset(
    "brussels belgium flemish region city group groep groupe gruppe international europe european network".split()
)
