"""Lists to complete, one per challenge: free texts beside what is known, or entries to mark and to add to."""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.process.models import Asset, Challenge, SubChallenge
from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    TextSummary,
    Typed,
    counts,
    missing,
    summarise_texts,
    too_long,
    typed_text,
)
from cocreate.survey.rules import LONGEST_TITLE, AnswerGiven, Problem, QuestionKind


class TextPerChallenge(Kind):
    """One free text per challenge; the answer's item is the challenge."""

    name = QuestionKind.TEXT_PER_CHALLENGE
    needs_challenges = True

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        texts = {key: typed_text(typed, self.field(question, key)) for key in ground.titles()}
        return [AnswerGiven(question.key, text=text, item=key) for key, text in texts.items() if text]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        known = ground.titles()
        first = next(iter(known), "")
        found = missing(self, question, given, self.field(question, first))
        seen: set[str] = set()
        for answer in given:
            field = self.field(question, answer.item)
            if answer.item not in known or answer.item in seen:
                found.append(Problem(question.key, self.field(question, first), "survey.answer.unknown_challenge"))
            seen.add(answer.item)
            found += too_long(question, field, answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        by_item = {answer.item: answer.text for answer in answers if answer.text}
        known = ground.titles()
        lines = [Said(label=title, text=by_item[key]) for key, title in known.items() if key in by_item]
        # A challenge may have been taken away since; its answers are still the person's.
        return lines + [Said(text=text) for key, text in by_item.items() if key not in known]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return list(ground.titles().items())

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {answer.item: answer.text for answer in answers}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_texts(rows)

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question, answer.item): answer.text for answer in answers}

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, None)]


MOST_ADDED = 30  # entries to one list
MARKED = "marked-"  # before the public id of an entry, among the items of a summary


def entries_of(question: QuestionLike, challenge: Challenge) -> list[SubChallenge | Asset]:
    """What is on the list of a challenge already: its parts, its assets, or both."""
    wanted = question.options.get("of", "both")
    parts = [] if wanted == "assets" else list(challenge.sub_challenges)
    return [*parts, *([] if wanted == "sub_challenges" else challenge.assets)]


def added_of(answer: AnswerLike) -> list[str]:
    """The new entries."""
    return [str(text) for text in (answer.value or {}).get("added", [])]


def marked_of(answer: AnswerLike) -> list[str]:
    """Public ids of the entries that matter most."""
    return [str(entry) for entry in (answer.value or {}).get("marked", [])]


class CompleteList(Kind):
    """Per challenge: marked entries and added ones; the answer's item is the challenge, its text the added ones."""

    name = QuestionKind.COMPLETE_LIST
    needs_challenges = True

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        found = []
        for challenge in ground.challenges:
            name = challenge.public_id
            known = [entry.public_id for entry in entries_of(question, challenge)]
            marked = [entry for entry in known if typed.get(self.field(question, name, "mark", entry))]
            lines = typed_text(typed, self.field(question, name, "added")).split("\n")
            added = list(dict.fromkeys(text for line in lines if (text := " ".join(line.split()))))
            if marked or added:
                value = {"marked": marked, "added": added}
                found.append(AnswerGiven(question.key, value, "\n".join(added), item=name))
        return found

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        known = {
            challenge.public_id: {entry.public_id for entry in entries_of(question, challenge)}
            for challenge in ground.challenges
        }
        first = self.field(question, next(iter(known), ""), "added")
        found = missing(self, question, given, first)
        seen: set[str] = set()
        for answer in given:
            if answer.item not in known or answer.item in seen or not set(marked_of(answer)) <= known[answer.item]:
                found.append(Problem(question.key, first, "survey.answer.unknown_challenge"))
            seen.add(answer.item)
            field, added = self.field(question, answer.item, "added"), added_of(answer)
            if len(added) > MOST_ADDED:
                found.append(Problem(question.key, field, "survey.answer.many_added", {"limit": MOST_ADDED}))
            found += too_long(question, field, max(added, key=len, default=""), LONGEST_TITLE)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        by_item = {answer.item: answer for answer in answers}
        lines = []
        for challenge in ground.challenges:
            if (answer := by_item.pop(challenge.public_id, None)) is None:
                continue
            marked = set(marked_of(answer))
            for entry in entries_of(question, challenge):
                if entry.public_id in marked:
                    lines.append(Said(label=challenge.title, content=entry.title))
            if answer.text:
                lines.append(Said(label=challenge.title, text=answer.text))
        # A challenge may have been taken away since; what was added to its list is still the person's.
        return lines + [Said(text=answer.text) for answer in by_item.values() if answer.text]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        found: list[tuple[str, Mapping[str, str]]] = []
        for challenge in ground.challenges:
            marked = {language: f"{title} ✓" for language, title in challenge.title.items()}
            found += [(challenge.public_id, challenge.title), (f"{challenge.public_id}_marked", marked)]
        return found

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for answer in answers:
            found |= {answer.item: answer.text, f"{answer.item}_marked": "; ".join(marked_of(answer))}
        return found

    def entries(self, question: QuestionLike, challenge: Challenge) -> list[SubChallenge | Asset]:
        """What is on the list of a challenge already, for its page."""
        return entries_of(question, challenge)

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        """Lists that were worked on, by challenge; and by entry (`marked-` and its id) how many marked it."""
        lists = [row for row in rows if not row.item.startswith(MARKED)]
        by_item = counts((row for row in rows if row.item), lambda row: row.item)
        for row in lists:
            for entry in (row.value or {}).get("marked", ()):
                by_item[MARKED + entry] = by_item.get(MARKED + entry, 0) + row.count
        return TextSummary(
            answered=sum(row.count for row in lists),
            by_helix=counts(lists, lambda row: row.helix),
            by_language=counts(lists, lambda row: row.language),
            by_item=by_item,
        )

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        found = {}
        for answer in answers:
            if added := added_of(answer):
                found[self.field(question, answer.item, "added")] = "\n".join(added)
            found |= {self.field(question, answer.item, "mark", entry): "1" for entry in marked_of(answer)}
        return found

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, None), *((MARKED + entry, None) for entry in marked_of(answer))]
