"""Forms of field pages that hand in an item: they keep what was typed as it was typed, and its schema judges it."""

import uuid

from django import forms


class AsTyped(forms.Field):
    """Takes whatever was typed. `required` only shows in the label; the schema of the item judges the value."""

    def validate(self, value):
        pass


class ItemForm(forms.Form):
    """The form of an item, or of anything else that is made once however often the form is sent: its id says so."""

    id = AsTyped(required=False, widget=forms.HiddenInput)

    # {field of the payload: input of the form} where the two differ
    FIELD_OF = {}

    @property
    def item_id(self):
        """The id the form was given when it was shown; a new one if it came back damaged."""
        try:
            return uuid.UUID(self["id"].value())
        except (TypeError, ValueError, AttributeError):
            return uuid.uuid4()

    def add_problem(self, problem):
        """Puts what a receipt refused beside the fields it concerns."""
        self.full_clean()
        if hasattr(problem, "error_dict"):
            for name, errors in problem.error_dict.items():
                self.add_error(self.FIELD_OF.get(name, name), errors)
        else:
            self.add_error(None, problem)
