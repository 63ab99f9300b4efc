"""Six questions on what is hard for somebody in daily life, for those grown up who want to answer them.

They follow the Washington Group Short Set on Functioning (2006): its six domains, its four answers, and its limit, by
which whoever finds at least one of the six very hard, or impossible, counts as a person with a disability. The words
are ours and say neither "disability" nor "health", as the Group advises. The set is not made for children.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.forms.fields import ChoiceOfOne
from lms.models import Disability

VERY_HARD = {"very", "impossible"}
HOW_HARD = [
    ("not", _("Not hard")),
    ("a-little", _("A little hard")),
    ("very", _("Very hard")),
    ("impossible", _("I cannot do it at all")),
]


class SixQuestionsForm(forms.Form):
    """How hard each of the six is. Without all six answers nothing can be said, and nothing is kept."""

    seeing = ChoiceOfOne(label=_("Seeing, with your glasses on if you have any"), choices=HOW_HARD)
    hearing = ChoiceOfOne(label=_("Hearing, with your hearing aid if you have one"), choices=HOW_HARD)
    walking = ChoiceOfOne(label=_("Walking or climbing stairs"), choices=HOW_HARD)
    remembering = ChoiceOfOne(
        label=_("Remembering things, or keeping your mind on something"), choices=HOW_HARD
    )
    self_care = ChoiceOfOne(
        label=_("Looking after yourself, such as washing or getting dressed"), choices=HOW_HARD
    )
    talking = ChoiceOfOne(
        label=_("Talking with others in your own language: understanding them and being understood"),
        choices=HOW_HARD,
    )

    def disability(self):
        """The Disability that the six valid answers come to; they themselves are kept nowhere."""
        is_any_very_hard = VERY_HARD & set(self.cleaned_data.values())
        return Disability.YES if is_any_very_hard else Disability.NO
