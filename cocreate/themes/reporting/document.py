"""The report as a document: what was found, how it was found, and what to keep in mind."""

from collections.abc import Sequence

from flask_babel import format_date, format_decimal, format_percent, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.accounts.organisations.queries import brand_of
from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.core.documents import Block, Document, Grid, Heading, Paragraph, Points, Words
from cocreate.process.queries import challenges_of
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes import queries, views
from cocreate.themes.asking import Asked, AskedCount
from cocreate.themes.double_coding import Outcome
from cocreate.themes.models import Theme
from cocreate.themes.queries import Places
from cocreate.themes.reporting import words
from cocreate.themes.reporting.material import Material, QuestionMaterial, Share, ThemeMaterial
from cocreate.web.language import language_of, translate
from cocreate.web.messages import say


def document_of(session: Session, material: Material, language: str) -> Document:
    """All of it, in one language of the pages; what people wrote stays in theirs."""
    places = queries.places_of(challenges_of(session, material.consultation.process))
    doubts = views.doubts(material.run)
    blocks: list[Block] = [Paragraph(words.who_reads(material.is_public))]
    for each in material.questions:
        blocks += _question(each, places, language, doubts.get(each.question.key, []), material.is_public)
    blocks += _method(material)
    title = _("Themes of “%(title)s”", title=translate(material.consultation.title, language))
    finished = material.run.finished_at
    day = format_date(finished, "d MMMM y") if finished else ""
    brand = brand_of(material.consultation.process.organisation, language)
    return Document(title, language, blocks, lede=day, brand=brand)


def titled(text: dict[str, str], language: str) -> Words:
    """A translated text with the language that it is in."""
    return Words(translate(text, language) or _("(no name)"), language_of(text, language))


def shown(count: Shown) -> str:
    """A number, or a sign that it may not be told."""
    return "–" if count is HIDDEN else format_decimal(count)


def _question(
    each: QuestionMaterial, places: Places, language: str, doubts: Sequence[str], is_public: bool
) -> list[Block]:
    out = [f"{words.class_name(name)}: {shown(count)}" for name, count in each.unplaced]
    told = _(
        "%(placed)s of %(answers)s answers are in a theme.",
        placed=shown(each.placed),
        answers=format_decimal(each.answers),
    )
    blocks: list[Block] = [Heading(titled(each.question.title, language)), Paragraph(told)]
    if out:
        blocks += [Paragraph(_("Answers in no theme, by why:")), Points(out)]
    if each.themes:
        blocks.append(_overview(each, language))
    if each.themes and each.helix:
        blocks += [_helix(each, language), Paragraph(words.about_shares(), is_small=True)]
    for theme in each.themes:
        blocks += _theme(theme, places, language, is_public)
    for outcome in each.outcomes:
        blocks += _coding(outcome, language, is_public)
    if doubts or each.language_nmi is not None:
        follows = _(
            "How much themes follow language: %(nmi)s (0 not at all, 1 entirely).",
            nmi=format_decimal(each.language_nmi or 0),
        )
        blocks += [Heading(_("What to keep in mind"), 3), Points([*doubts, follows])]
    return blocks


def _overview(each: QuestionMaterial, language: str) -> Grid:
    rows = [
        (titled(row.theme.title, language), shown(row.size), _percent(row.share_of_all), words.sureness(row.theme))
        for row in each.themes
    ]
    heads = (_("Theme"), _("Answers"), _("Share of all answers"), _("How sure"))
    return Grid(_("Themes, the largest first"), heads, rows, frozenset({1, 2}))


def _helix(each: QuestionMaterial, language: str) -> Grid:
    rows: list[list[Words | str]] = [
        [titled(row.theme.title, language), *(_percent(row.by_helix[key]) for key in each.helix)] for row in each.themes
    ]
    heads = (_("Theme"), *(say(f"helix.{key}") for key in each.helix))
    return Grid(_("Share of each group’s answers"), heads, rows, frozenset(range(1, len(heads))))


def _percent(share: Share) -> str:
    if share.share is None or share.low is None or share.high is None:
        return "–"
    base = _("%(count)s of %(base)s", count=shown(share.count), base=shown(share.base))
    bounds = _(
        "%(low)s to %(high)s", low=format_percent(share.low, "#,##0 %"), high=format_percent(share.high, "#,##0 %")
    )
    return f"{format_percent(share.share, '#,##0 %')} ({base}; {bounds})"


def _theme(row: ThemeMaterial, places: Places, language: str, is_public: bool) -> list[Block]:
    theme = row.theme
    place = places.title_of(theme)
    facts: list[Words | str] = [words.sureness(theme)]
    if theme.belongs_to:
        facts.append(titled(place, language) if place else words.belonging(theme.belongs_to))
    if not is_public:
        facts += _staff_facts(theme, language)
    blocks: list[Block] = [Heading(titled(theme.title, language), 3), Points(facts)]
    if row.quotes:
        blocks += [Heading(_("In people’s own words"), 4), *_quotes(row.quotes)]
    if row.dissent:
        blocks += [Heading(_("Those who see it differently"), 4), *_quotes(row.dissent)]
    if row.voices:
        blocks.append(Heading(_("What one group says more than the others"), 4))
        blocks.append(Points([words.voice(voice) for voice in row.voices]))
    if row.asking is not None:
        blocks += _asked(row.asking, row.asked)
    return blocks


def _asked(count: AskedCount, asked: Sequence[Asked]) -> list[Block]:
    told: list[Block] = [Heading(_("What is asked for, and why"), 4), Paragraph(words.asking(count))]
    said = [(each, " ".join(f"“{reason.text}”" for reason in each.reasons)) for each in asked]
    points: list[Words | str] = [
        Words(f"“{each.proposal.text}”" + (f" ← {why}" if why else ""), each.proposal.language) for each, why in said
    ]
    return [*told, Points(points)] if points else told


def _staff_facts(theme: Theme, language: str) -> list[Words | str]:
    facts: list[Words | str] = [words.state(theme)]
    if theme.labels and theme.machine_labels:
        facts += [_("The machine had called it:"), titled(theme.machine_labels, language)]
    if theme.also:
        facts.append(
            ngettext(
                "%(num)s answer of another theme speaks of it too.",
                "%(num)s answers of other themes speak of it too.",
                theme.also,
            )
        )
    return facts


def _quotes(answers: Sequence[PublicAnswer]) -> list[Block]:
    return [Points([Words(f"“{answer.text}”", answer.text_language) for answer in answers])]


def _coding(outcome: Outcome, language: str, is_public: bool) -> list[Block]:
    people, machine = outcome.people, outcome.machine
    if people.alpha is None and not machine.units:
        return []
    blocks: list[Block] = [Heading(_("How far people and the machine agree"), 3), Points(words.of_coding(outcome))]
    titles = outcome.progress.coding.titles
    rows = [
        (
            titled(titles[key], language) if key in titles else _("None of these"),
            format_decimal(score.people),
            format_decimal(score.machine),
            format_decimal(score.both),
            words.estimate(score.f1),
        )
        for key, score in machine.categories.items()
    ]
    if rows and not is_public:  # the list of themes that were coded has those that were not accepted
        caption = _("Theme by theme, on %(base)s answers", base=format_decimal(machine.units))
        heads = (_("Theme"), _("People"), _("Machine"), _("Both"), _("F1 and its bounds"))
        blocks.append(Grid(caption, heads, rows, frozenset({1, 2, 3, 4})))
    return blocks


def _method(material: Material) -> list[Block]:
    run = material.run
    settings = [f"{name}: {value}" for name, value in sorted(run.settings.items())]
    versions = [f"{name} {version}" for name, version in sorted(run.versions.items())]
    blocks: list[Block] = [Heading(_("How it was done")), *(Paragraph(text) for text in words.method())]
    if material.steps:
        blocks += [Paragraph(_("What people changed, and what stands of it:")), Points(words.steps(material.steps))]
    blocks.append(Paragraph(words.copies(material.copies)))
    if material.waiting:
        blocks.append(Paragraph(words.waiting(material.waiting)))
    blocks += [
        Heading(_("To do it again"), 3),
        Paragraph(_("Seed: %(seed)s. The same answers, seed and settings give the same themes.", seed=run.seed)),
        Paragraph(_("Settings")),
        Points(settings or ["–"]),
        Paragraph(_("Versions")),
        Points(versions or ["–"]),
    ]
    return blocks
