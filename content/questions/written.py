"""Questions that are answered by arranging or writing."""

from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.questions.base import JudgedQuestionBlock, QuestionValue

PART_LENGTH = 120
MIN_PARTS, MAX_PARTS = 2, 6
TEXT_ANSWER_LENGTH = 80


def parts_of(*, label, least=MIN_PARTS, most=MAX_PARTS, length=PART_LENGTH, search_index=True, help_text=""):
    """A block of short texts, each with an id of its own."""
    part = blocks.CharBlock(label=_("Text"), max_length=length, search_index=search_index)
    return blocks.ListBlock(
        part, min_num=least, max_num=most, default=[""] * least, label=label, help_text=help_text
    )


def in_neutral_order(bound_parts, *, right_order):
    """The parts by their ids, which say nothing of the right order; turned by one where they happen to agree."""
    parts = sorted(bound_parts, key=lambda part: str(part.id))
    if [str(part.id) for part in parts] == right_order:
        parts = parts[1:] + parts[:1]
    return parts


class OrderValue(QuestionValue):
    @cached_property
    def item_ids(self):
        """Ids of the items in the right order."""
        return [str(item.id) for item in self["items"].bound_blocks]

    @property
    def shown_items(self):
        return in_neutral_order(self["items"].bound_blocks, right_order=self.item_ids)


class OrderQuestionBlock(JudgedQuestionBlock):
    """Steps to put in order."""

    kind = "order"
    items = parts_of(least=3, label=_("Steps, in the right order"))

    class Meta:
        template = "content/questions/order.html"
        icon = "order"
        label = _("Put in order")
        value_class = OrderValue


class MatchValue(QuestionValue):
    @cached_property
    def pairs(self):
        """{left id: right id} of what belongs together."""
        lefts, rights = self["lefts"].bound_blocks, self["rights"].bound_blocks
        return {str(left.id): str(right.id) for left, right in zip(lefts, rights, strict=False)}

    @property
    def shown_rights(self):
        return in_neutral_order(self["rights"].bound_blocks, right_order=list(self.pairs.values()))

    @property
    def problem(self):
        if len(self["lefts"]) != len(self["rights"]):
            return _("Write as many texts on the right as on the left.")
        return None


class MatchQuestionBlock(JudgedQuestionBlock):
    """What belongs together."""

    kind = "match"
    lefts = parts_of(label=_("Left side"))
    rights = parts_of(label=_("Right side"), help_text=_("In the same order as the left side."))

    class Meta:
        template = "content/questions/match.html"
        icon = "link"
        label = _("Match")
        value_class = MatchValue


class NumberValue(QuestionValue):
    @property
    def least(self):
        return None if self["least"] is None else Decimal(self["least"])

    @property
    def most(self):
        return None if self["most"] is None else Decimal(self["most"])

    @property
    def problem(self):
        return problem_with_range(self.least, self.most)


def problem_with_range(least, most):
    """What is wrong with the range of right numbers, as a sentence; None if nothing is."""
    if least is None or most is None or least > most:
        return _("The smallest right number must not be larger than the largest.")
    return None


class NumberQuestionBlock(JudgedQuestionBlock):
    """A number to find; every number of a range is right."""

    kind = "number"
    least = blocks.DecimalBlock(label=_("Smallest right number"), search_index=False)
    most = blocks.DecimalBlock(label=_("Largest right number"), search_index=False)
    unit = blocks.CharBlock(label=_("Unit"), max_length=20, required=False)

    class Meta:
        template = "content/questions/number.html"
        icon = "decimal"
        label = _("Number")
        value_class = NumberValue


class TextQuestionBlock(JudgedQuestionBlock):
    """A word or two to write; spelling variants are the same (lms.khmer.search_key)."""

    kind = "text"
    accepted = parts_of(
        least=1,
        most=12,
        length=TEXT_ANSWER_LENGTH,
        search_index=False,
        label=_("Right answers"),
        help_text=_("All words that are right. Spelling variants and capitals make no difference."),
    )

    class Meta:
        template = "content/questions/text.html"
        icon = "edit"
        label = _("Short text")
