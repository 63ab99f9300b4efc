"""The editor's form of a course: competences as codes of each framework, not as raw data."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from content.panels import PublicPageForm

# {key in the stored data: (label, help text)}. Codes of UNESCO's Digital Literacy Global Framework are the base,
# those of DigComp 3.0 stand beside them, and there is room for Cambodia's own framework.
FRAMEWORKS = {
    "dlgf": ("DLGF", _("UNESCO's global framework of digital literacy, for example 0.2, 1.1")),
    "digcomp": ("DigComp 3.0", _("the framework of the European Union, for example 1.1")),
    "dmil": ("DMIL", _("Cambodia's framework of digital, media and information literacy")),
}
CODE_LENGTH = 10
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*")


def codes_in(text):
    """The codes in a text, separated by commas or spaces, each once."""
    return list(dict.fromkeys(re.split(r"[,;\s]+", text.strip()))) if text.strip() else []


class CompetencesWidget(forms.MultiWidget):
    template_name = "content/admin/competences.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(dict.fromkeys(FRAMEWORKS, forms.TextInput), attrs)

    def decompress(self, value):
        return [", ".join((value or {}).get(name, [])) for name in FRAMEWORKS]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for widget, (label, help_text) in zip(
            context["widget"]["subwidgets"], FRAMEWORKS.values(), strict=True
        ):
            widget.update(label=label, help_text=help_text)
        return context


class CompetencesField(forms.MultiValueField):
    """{framework: [code]} with the frameworks that have codes."""

    widget = CompetencesWidget

    def __init__(self, **kwargs):
        fields = [forms.CharField(required=False, max_length=200) for _framework in FRAMEWORKS]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, values):
        found = {name: codes_in(text) for name, text in zip(FRAMEWORKS, values, strict=False)}
        for code in (code for codes in found.values() for code in codes):
            if len(code) > CODE_LENGTH or not CODE.fullmatch(code):
                raise forms.ValidationError(
                    _("“%(code)s” is no code of a framework. Write codes such as 0.2, separated by commas."),
                    params={"code": code},
                )
        return {name: codes for name, codes in found.items() if codes}

    def has_changed(self, initial, data):
        return super().has_changed(self.widget.decompress(initial), data)


class CoursePageForm(PublicPageForm):
    competences = CompetencesField(label=_("Competences"), required=False)
