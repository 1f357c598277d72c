"""What would give a person away is noticed in four languages, and what only looks like it is left alone."""

import itertools

import pytest

from cocreate.analysis.text.personal import Kind, find_personal, redact
from tests.analysis.text.conftest import table

GIVEN_AWAY = [
    # language, text, kind, the part that is personal
    ("nl", "Mijn naam is Jan Peeters en ik woon hier al lang.", "name", "Jan Peeters"),
    ("nl", "Ik sprak erover met mevrouw De Smet van de gemeente.", "name", "De Smet"),
    ("nl", "dhr. J. van den Berg heeft dit al gevraagd", "name", "J. van den Berg"),
    ("nl", "Dat was een idee van Els Vandenbroucke.", "name", "Els Vandenbroucke"),
    ("nl", "Met vriendelijke groeten,\nMarie-Claire Janssens", "name", "Marie-Claire Janssens"),
    ("nl", "Bel mij gerust: 0475/12.34.56", "phone", "0475/12.34.56"),
    ("nl", "tel. 02 123 45 67 na 18 uur", "phone", "02 123 45 67"),
    ("nl", "mijn nummer is 06-12345678", "phone", "06-12345678"),
    ("nl", "Ik woon in de Kerkstraat 12 bus 3, 9000 Gent.", "address", "Kerkstraat 12 bus 3, 9000 Gent"),
    ("nl", "Op de Lange Nieuwstraat 5b is er wateroverlast", "address", "Lange Nieuwstraat 5b"),
    ("nl", "Gentsesteenweg 230 staat al jaren leeg", "address", "Gentsesteenweg 230"),
    ("nl", "Mijn rijksregisternummer is 85.07.30-033.28", "national_number", "85.07.30-033.28"),
    ("nl", "BSN: 111222333", "national_number", "111222333"),
    ("nl", "Stort het op BE68 5390 0754 7034 aub", "account", "BE68 5390 0754 7034"),
    ("nl", "mail naar jan.peeters@voorbeeld.be.", "mail", "jan.peeters@voorbeeld.be"),
    ("nl", "mail naar jan (at) voorbeeld (punt) be", "mail", "jan (at) voorbeeld (punt) be"),
    ("fr", "Je m'appelle Amélie Dupont et je suis enseignante", "name", "Amélie Dupont"),
    ("fr", "Mme Lefèvre nous a aidés, ainsi que M. de Villiers.", "name", "Lefèvre"),
    ("fr", "Mme Lefèvre nous a aidés, ainsi que M. de Villiers.", "name", "de Villiers"),
    ("fr", "C'est Jean-Pierre Martin qui l'a proposé.", "name", "Jean-Pierre Martin"),
    ("fr", "Cordialement, Nicolas Lambert", "name", "Nicolas Lambert"),
    ("fr", "Appelez-moi au 06 12 34 56 78", "phone", "06 12 34 56 78"),
    ("fr", "+33 (0)6 12 34 56 78", "phone", "+33 (0)6 12 34 56 78"),
    ("fr", "GSM : +32 475 12 34 56", "phone", "+32 475 12 34 56"),
    ("fr", "tél. 26 12 34 56 (Luxembourg)", "phone", "26 12 34 56"),
    ("fr", "J'habite au 12 rue du marché", "address", "12 rue du marché"),
    (
        "fr",
        "J'habite 12 bis, rue de la République, 59000 Lille",
        "address",
        "12 bis, rue de la République, 59000 Lille",
    ),
    ("fr", "rue de la Loi 16, 1000 Bruxelles", "address", "rue de la Loi 16, 1000 Bruxelles"),
    ("fr", "Avenue Louise, 149", "address", "Avenue Louise, 149"),
    ("fr", "Mon numéro : 1 85 05 78 006 084 91", "national_number", "1 85 05 78 006 084 91"),
    ("fr", "IBAN FR1420041010050500013M02606", "account", "FR1420041010050500013M02606"),
    ("fr", "voir https://www.facebook.com/amelie.dupont.9", "profile", "https://www.facebook.com/amelie.dupont.9"),
    ("en", "My name is John Smith, I live nearby.", "name", "John Smith"),
    ("en", "Mrs. O'Connor from the council told us", "name", "O'Connor"),
    ("en", "I spoke to Emily Watson about it", "name", "Emily Watson"),
    ("en", "Kind regards\nDavid Evans", "name", "David Evans"),
    ("en", "Call me on 020 7946 0958", "phone", "020 7946 0958"),
    ("en", "mobile 07700 900123", "phone", "07700 900123"),
    ("en", "I live at 24 High Street, Leeds", "address", "24 High Street, Leeds"),
    ("en", "10 Downing Street, London, SW1A 2AA", "address", "10 Downing Street, London, SW1A 2AA"),
    ("en", "My NI number is QQ 12 34 56 C or AB 12 34 56 C", "national_number", "AB 12 34 56 C"),
    ("en", "follow @greta_example for more", "profile", "@greta_example"),
    ("en", "see linkedin.com/in/john-smith-12345", "profile", "linkedin.com/in/john-smith-12345"),
    ("en", "GB29 NWBK 6016 1331 9268 19", "account", "GB29 NWBK 6016 1331 9268 19"),
    ("de", "Ich heiße Jürgen Müller.", "name", "Jürgen Müller"),
    ("de", "Frau Dr. Schneider hat das vorgeschlagen", "name", "Schneider"),
    ("de", "Mein Name ist Sabine Köhler-Weiß", "name", "Sabine Köhler-Weiß"),
    ("de", "Das hat Herr von Stetten gesagt", "name", "von Stetten"),
    ("de", "Mit freundlichen Grüßen Wolfgang Becker", "name", "Wolfgang Becker"),
    ("de", "Tel.: 030 123456", "phone", "030 123456"),
    ("de", "0151-23456789 ist meine Nummer", "phone", "0151-23456789"),
    ("de", "+49 (0) 228 / 77 12 34", "phone", "+49 (0) 228 / 77 12 34"),
    ("de", "Ich wohne in der Hauptmannstraße 12a, 50823 Köln", "address", "Hauptmannstraße 12a, 50823 Köln"),
    ("de", "Berliner Straße 5 ist zugeparkt", "address", "Berliner Straße 5"),
    ("de", "Schillerstr. 7", "address", "Schillerstr. 7"),
    ("de", "Platz der Republik 1", "address", "Platz der Republik 1"),
    ("de", "DE89370400440532013000", "account", "DE89370400440532013000"),
]

LEFT_ALONE = [
    ("nl", "Tussen 2020 en 2030 moet de uitstoot met 55% dalen, dat kost 12.500.000 euro."),
    ("nl", "De fietspaden langs de Kerkstraat en de Gentsesteenweg zijn te smal sinds 2015."),
    ("nl", "De burgemeester en mevrouw de minister moeten luisteren. Mijn idee is Brussel Mobiel."),
    ("nl", "Op 12/03/2021 en 01.02.2021 om 10.30 uur reed bus 12 niet, maandag 19 december wel."),
    ("nl", "IBAN BE68 5390 0754 7035 klopt niet, artikel 12.34.56-789.01 ook niet"),
    ("nl", "Koning Boudewijn Stadion en de Koningin Astridlaan in de Vlaamse Gemeenschap"),
    ("fr", "L'article 49 de la loi de 1905 et les 35 000 communes, soit 1 500 000 000 euros."),
    ("fr", "M. le Président et Madame la Ministre, il faut 2 places de parking par logement."),
    ("fr", "La rue Victor Hugo et l'avenue Charles de Gaulle sont dangereuses."),
    ("fr", "Je suis Européen et je m'appelle à la prudence. Place de la République, 20 h."),
    ("en", "In 2019-2020 some 1,234,567 people in South Street and Victoria Park asked for 20 mph."),
    ("en", "The European Commission and Mr President should read Regulation (EU) 2016/679."),
    ("en", "Grant funding, Faith schools and Summer Camp 2024; call 5 people; @home work"),
    ("de", "Auf der Bundesstraße 9 und am Spielplatz 2 fehlen Radwege; 30 km/h seit 01.01.2020."),
    ("de", "Frau Bürgermeisterin, Industrie 4.0 und Arbeitsplatz 4.0 brauchen 1.000.000 Euro."),
    ("de", "Die Willy Brandt Allee und der Radweg 3 m breit, Ernst Problem, Rose Garten."),
]


@pytest.mark.parametrize(("language", "text", "kind", "part"), GIVEN_AWAY)
def test_what_gives_a_person_away_is_found_to_the_letter(language, text, kind, part):
    assert (kind, part) in {(span.kind, text[span.start : span.stop]) for span in find_personal(text, language)}


@pytest.mark.parametrize(("language", "text"), LEFT_ALONE)
def test_what_only_looks_like_it_is_left_alone(language, text):
    assert [(span.kind, text[span.start : span.stop]) for span in find_personal(text, language)] == []


def test_spans_are_in_order_without_overlap_and_can_be_blacked_out():
    text = "Jan Peeters, Kerkstraat 12, 9000 Gent, jan@x.be, 0475 12 34 56, BE68539007547034."
    spans = find_personal(text, "nl")
    assert all(before.stop <= after.start for before, after in itertools.pairwise(spans))
    assert redact(text, spans) == "[name], [address], [mail], [phone], [account]."
    assert redact("Meer groen", find_personal("Meer groen")) == "Meer groen"


def test_a_public_text_without_private_people_is_hardly_flagged():
    rows = table("sib200-nl-fr-en-de/nld_dev.tsv")
    numbers = [s for r in rows for s in find_personal(r["text"], "nl") if s.kind != "name"]
    assert len(rows) == 99
    assert numbers == []


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "Jan " * 50_000, "0 1 " * 50_000, "rue de la " * 20_000, "a@" * 50_000]
)
def test_a_very_long_answer_hides_no_address_at_its_beginning(text):
    found = find_personal(f"Mail: ada@example.org. {text}", "nl")
    assert (found[0].kind, found[0].start) == (Kind.MAIL, 6)
