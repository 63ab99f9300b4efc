"""Forms as people meet them: every input with its label, help and error."""

import pytest
from django import forms

from lms.widgets import PinInput, StepperInput


class SampleForm(forms.Form):
    nickname = forms.CharField(help_text="As you like to be called")
    gender = forms.ChoiceField(widget=forms.RadioSelect, choices=[("f", "Woman"), ("m", "Man")])
    consent = forms.BooleanField()
    women = forms.IntegerField(widget=StepperInput, min_value=0)
    pin = forms.CharField(widget=PinInput)
    note = forms.CharField(required=False)


@pytest.fixture
def empty():
    return SampleForm()


@pytest.fixture
def refused():
    return SampleForm({"women": "-1"})


def test_a_label_belongs_to_its_input(empty):
    html = empty["nickname"].as_field_group()
    assert '<label class="label" for="id_nickname">' in html
    assert 'id="id_nickname"' in html


def test_help_and_error_are_told_with_the_input(refused):
    html = refused["nickname"].as_field_group()
    assert 'aria-describedby="id_nickname_helptext id_nickname_error"' in html
    assert 'id="id_nickname_helptext"' in html
    assert 'id="id_nickname_error"' in html
    assert 'aria-invalid="true"' in html


def test_an_error_has_an_icon_beside_its_words(refused):
    html = refused["women"].as_field_group()
    assert '<p class="error"><svg' in html


def test_radio_groups_are_cards_in_a_named_group(empty):
    html = empty["gender"].as_field_group()
    assert html.count('class="choice"') == 2
    assert '<legend class="label">Gender' in html


def test_a_check_box_is_a_card_with_its_own_label(empty):
    assert (
        '<label class="choice" for="id_consent"><input type="checkbox"' in empty["consent"].as_field_group()
    )


def test_a_stepper_is_a_plain_number_input_without_scripts(empty):
    html = empty["women"].as_field_group()
    assert 'type="number"' in html
    assert 'inputmode="numeric"' in html
    assert html.count("hidden>") == 2


def test_a_pin_brings_up_number_keys_and_is_not_shown_again():
    html = SampleForm({"pin": "4711"})["pin"].as_field_group()
    assert 'type="password"' in html
    assert 'inputmode="numeric"' in html
    assert "4711" not in html


def test_what_may_be_left_out_says_so(empty):
    assert 'class="optional"' in empty["note"].as_field_group()
    assert 'class="optional"' not in empty["nickname"].as_field_group()
