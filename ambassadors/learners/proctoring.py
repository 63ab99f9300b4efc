"""A code for learners who take a final test in front of an ambassador."""

from django import forms
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ambassadors.access import ambassador_page
from ambassadors.sessions.forms import venue_choices
from ambassadors.views import show_inactive
from content.models import CheckPage
from lms.actions.proctoring import make_proctor_code
from lms.models import ProctorCode, Venue

REQUIRED = {"required": _("Please choose one."), "invalid_choice": _("Please choose one.")}


class TestCodeForm(forms.Form):
    """Which final test is taken, and where."""

    test = forms.ChoiceField(
        label=_("Which test?"), widget=forms.Select({"class": "input"}), error_messages=REQUIRED
    )
    venue = forms.ChoiceField(
        label=_("Where?"), widget=forms.Select({"class": "input"}), error_messages=REQUIRED
    )

    def __init__(self, data=None, *, ambassador, user):
        super().__init__(data)
        self.fields["test"].choices = [("", _("Choose a test")), *test_titles().items()]
        self.fields["venue"].choices = venue_choices(ambassador, user, None)


def test_titles():
    """{translation key as text: title with its course} of the final tests that are public, in the reader's language."""
    found = (
        CheckPage.objects.live().filter(kind=CheckPage.Kind.FINAL).select_related("locale").order_by("path")
    )
    in_order = sorted(found, key=lambda page: page.locale.language_code == get_language())
    return {str(page.translation_key): f"{page.get_parent().title}: {page.title}" for page in in_order}


@ambassador_page
def test_code(request):
    """Makes a code and lists those that are valid now, the newest first."""
    if not request.ambassador.may_log:
        return show_inactive(request)
    form = TestCodeForm(request.POST or None, ambassador=request.ambassador, user=request.user)
    if request.method == "POST" and form.is_valid():
        make_proctor_code(
            page_key=form.cleaned_data["test"],
            venue=Venue.objects.get(code=form.cleaned_data["venue"]),
            by=request.user,
        )
        return redirect("field:test_code")
    titles = test_titles()
    codes = ProctorCode.objects.valid().filter(made_by=request.user).select_related("venue")
    shown = [(code, titles.get(str(code.page_key), "")) for code in codes]
    return render(request, "field/test_code.html", {"form": form, "codes": shown, "has_tests": bool(titles)})
