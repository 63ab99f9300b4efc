"""How forms of ours become HTML."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Fields with label, help and error as components/field.html shows them."""

    field_template_name = "components/field.html"
