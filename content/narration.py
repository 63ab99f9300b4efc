"""What of a lesson or check is read aloud, in which pieces, and which recordings still say what is written."""

import hashlib
import html
import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from content import media
from content.models.narration import Narration
from content.questions import QuestionBlock

FINISH, INTRODUCTION = "finish", "introduction"
NONE, STALE, FRESH = "none", "stale", "fresh"


@dataclass(frozen=True)
class Passage:
    """One text to read aloud: of the block with this id, or of a field of the page."""

    block_id: str
    place: str
    text: str

    @cached_property
    def sha256(self):
        """Hash of the words; white space says nothing."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()


@dataclass(frozen=True)
class Listening:
    """The recordings of one screen or question, in order of reading."""

    urls: list
    bytes: int

    @property
    def size(self):
        return media.in_kilobytes(self.bytes)


def passages_of(page):
    """{screen or question id, or FINISH: [Passage]} of a lesson, in order of reading; of a check {INTRODUCTION or
    question id: [Passage]}.

    Choices and parts stand as the learner meets them, never in the order that is right.
    """
    groups = _of_lesson(page) if hasattr(page, "screens") else _of_check(page)
    return {
        group: [passage for passage in passages if passage.text.strip()]
        for group, passages in groups.items()
        if any(passage.text.strip() for passage in passages)
    }


def _of_check(check):
    groups = {INTRODUCTION: [Passage(INTRODUCTION, str(_("introduction")), check.introduction)]}
    for form in check.questions_of_form:
        for number, part in enumerate(check.stream_of(form), start=1):
            groups[str(part.id)] = list(_of_question(part, f"{form.upper()} {number}"))
    return groups


def _of_lesson(lesson):
    groups = {}
    for number, screen in enumerate(lesson.screens, start=1):
        where = _("screen %(number)s") % {"number": number}
        own = groups[str(screen.id)] = [Passage(str(screen.id), where, screen.value["heading"])]
        if number == 1:
            own.insert(0, Passage("aim", str(_("aim")), lesson.aim))
        for part in screen.value["body"]:
            if isinstance(part.block, QuestionBlock):
                groups[str(part.id)] = list(_of_question(part, where))
            elif text := _text_of(part):
                own.append(Passage(str(part.id), f"{where}: {part.block.label}", text))
    groups[FINISH] = [Passage("remember", str(_("one thing to remember")), lesson.remember)]
    return groups


def _text_of(part):
    match part.block_type:
        case "text":
            return html.unescape(strip_tags(re.sub(r"</(p|li)>|<br/?>", " ", part.value.source)))
        case "steps":
            return " ".join(part.value)
        case "notice":
            return part.value["text"]
        case "comparison":
            return " ".join(f"{message['label']} {message['text']}" for message in part.value.values())
    return ""


def _of_question(part, where):
    question = part.value
    yield Passage(str(part.id), _("%(screen)s: question") % {"screen": where}, question["prompt"])
    place = _("%(screen)s: choice") % {"screen": where}
    for option_id, text in _options_of(question):
        yield Passage(str(option_id), place, text)


def _options_of(question):
    match question.kind:
        case "picture":
            return [
                (choice.id, choice.value["picture"].contextual_alt_text if choice.value["picture"] else "")
                for choice in question.options
            ]
        case "one" | "several" | "true_false" | "practice_screen":
            return [(choice.id, choice.value["text"]) for choice in question.options]
        case "order":
            return [(item.id, item.value) for item in question.shown_items]
        case "match":
            parts = [*question["lefts"].bound_blocks, *question.shown_rights]
            return [(part.id, part.value) for part in parts]
    return []


def recordings(page):
    """{(block id, sha256 of the words): Narration} of a page in its language; one query."""
    return by_words(Narration.objects.of_page(page))


def by_words(narrations):
    return {(made.block_id, made.text_sha256): made for made in narrations}


def listening(page):
    """{group of passages_of: Listening} of all that was recorded whole in the words of this page."""
    made = recordings(page)
    if not made:
        return {}
    found = {}
    for group, passages in passages_of(page).items():
        own = [made.get((passage.block_id, passage.sha256)) for passage in passages]
        if all(own):
            found[group] = Listening([one.file.url for one in own], sum(one.size for one in own))
    return found


def states(page, made):
    """[(Passage, state, Narration or None)]: NONE, STALE (recorded in other words) or FRESH; `made` by words."""
    known = {block_id for block_id, _sha256 in made}
    return [
        (passage, FRESH if one else STALE if passage.block_id in known else NONE, one)
        for passages in passages_of(page).values()
        for passage in passages
        for one in [made.get((passage.block_id, passage.sha256))]
    ]
