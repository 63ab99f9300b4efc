"""What learners type: what is taken, what is refused, and every refusal in Khmer."""

import re

import pytest
from django.utils import timezone, translation
from django.utils.html import strip_tags

from lms.forms import JoinForm, JoinWithoutNetworkForm, SignInForm, is_easily_guessed
from lms.forms.fields import pins_easily_guessed
from lms.khmer import latin_letters, search_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(joining, consent_text):
    """Fills in the form with some answers changed; returns it checked."""

    def join(**changed):
        form = JoinForm(joining | changed, consent_text=consent_text)
        form.is_valid()
        return form

    return join


def error(form, field):
    return [item.code or str(item) for item in form.errors.as_data().get(field, [])]


def test_the_least_that_is_asked_is_taken(join):
    form = join()
    assert not form.errors
    assert form.registration() == {
        "nickname": "សុខា",
        "gender": "female",
        "birth_year": 1990,
        "age_band": "not_recorded",
        "pin": "2468",
        "given_by": "person",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  សុខ   សុខា ", "សុខ សុខា"),
        ("ស្រី\u200bនាង", "ស្រី\u200bនាង"),
        ("\u200bសុខា\u200b", "សុខា"),
        ("=1+1", "=1+1"),
        ("សុ\x00ខា\x1b\x7f", "សុខា"),
        ("សុខា\u202eevil", "សុខាevil"),
        ("សុ\nខា\tដារ៉ា", "សុ ខា ដារ៉ា"),
        ("ក" * 40, "ក" * 40),
        ("<script>", "<script>"),
    ],
)
def test_a_nickname_is_tidied_and_otherwise_kept(join, typed, kept):
    form = join(nickname=typed)
    assert form.cleaned_data["nickname"] == kept


def test_names_with_and_without_zero_width_spaces_compare_equal(join):
    with_space = join(nickname="ស្រី\u200bនាង").cleaned_data["nickname"]
    assert search_key(with_space) == search_key("ស្រីនាង")


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\x00\x01", "\u200d\u2060", "\n"])
def test_a_name_of_nothing_is_refused(join, typed):
    assert error(join(nickname=typed), "nickname") == ["required"]


def test_a_name_that_is_too_long_is_refused(join):
    assert error(join(nickname="ក" * 41), "nickname") == ["max_length"]


@pytest.mark.parametrize("typed", ["១៩៩០", "1990", " 1990 ", "១៩90"])
def test_a_birth_year_may_be_typed_in_khmer_digits(join, typed):
    assert join(birth_year=typed).cleaned_data["birth_year"] == 1990


@pytest.mark.parametrize("typed", ["abc", "90", "2533", "0", "-1990", "1990-05-01", "9" * 40, "៛"])
def test_a_birth_year_that_cannot_be_is_refused(join, typed):
    assert error(join(birth_year=typed), "birth_year")


def test_an_age_or_not_wanting_to_say_is_enough(join):
    assert join(birth_year="", age_band="60+").registration()["age_band"] == "60+"
    form = join(birth_year="", age_band="not_recorded")
    assert not form.errors
    assert form.registration()["birth_year"] is None


def test_saying_nothing_about_age_is_asked_for(join):
    assert error(join(birth_year="", age_band=""), "birth_year")


def test_year_and_age_have_to_fit_together(join):
    year = timezone.localdate().year - 20
    assert not join(birth_year=str(year), age_band="18-24").errors
    assert error(join(birth_year=str(year), age_band="60+"), "birth_year")


def test_under_18_somebody_has_to_agree(join):
    year = str(timezone.localdate().year - 14)
    for age in ({"birth_year": year}, {"birth_year": "", "age_band": "10-14"}):
        assert error(join(**age), "given_by")
        assert join(**age, given_by="guardian").registration()["given_by"] == "guardian"
        assert join(**age, given_by="school").registration()["given_by"] == "school"


def test_a_grown_up_agrees_for_themselves(join):
    assert join(given_by="guardian").registration()["given_by"] == "person"
    unsaid = join(birth_year="", age_band="not_recorded", given_by="guardian")
    assert unsaid.registration()["given_by"] == "guardian"


@pytest.mark.parametrize(("typed", "pin"), [("២៤៦៨", "2468"), (" 24 68 ", "2468"), ("135790", "135790")])
def test_a_pin_has_four_to_six_digits(join, typed, pin):
    assert join(pin=typed, pin_again=pin).cleaned_data["pin"] == pin


@pytest.mark.parametrize("typed", ["123", "1357911", "abcd", "13a7", "", "១២", "١٣٥٧", "¹³⁵⁷"])
def test_other_pins_are_refused(join, typed):
    assert error(join(pin=typed, pin_again=typed), "pin")


@pytest.mark.parametrize("pin", ["0000", "1111", "999999", "1234", "4321", "012345", "6543"])
def test_a_pin_that_is_easily_guessed_is_refused(join, pin):
    assert is_easily_guessed(pin)
    assert pin in pins_easily_guessed()
    assert error(join(pin=pin, pin_again=pin), "pin")


def test_a_phone_without_a_network_refuses_the_same_pins(consent_text):
    assert all(map(is_easily_guessed, pins_easily_guessed()))
    four = {f"{number:04}" for number in range(10_000)}
    assert {pin for pin in four if is_easily_guessed(pin)} == four & set(pins_easily_guessed())
    pattern = JoinWithoutNetworkForm(consent_text=consent_text).fields["pin"].widget.attrs["pattern"]
    assert [
        pin for pin in ("2468", "123456", "7777", "12345", "12347", "248") if re.fullmatch(pattern, pin)
    ] == [
        "2468",
        "12347",
    ]


def test_the_pin_is_typed_twice_alike(join):
    assert error(join(pin_again="8642"), "pin_again")


def test_a_changed_consent_text_is_read_again(join, consent_text):
    for version in ("0", "", "x", str(consent_text.version + 1)):
        form = join(consent_version=version)
        assert error(form, "consent")
        assert f'value="{consent_text.version}"' in str(form["consent_version"])


def test_refusing_needs_nothing_else(consent_text):
    assert JoinForm({"consent": "no"}, consent_text=consent_text).is_refused
    assert not JoinForm({"consent": "yes"}, consent_text=consent_text).is_refused
    assert not JoinForm(consent_text=consent_text).is_refused


@pytest.mark.parametrize("field", ["gender", "given_by", "consent", "age_band"])
def test_a_choice_that_does_not_exist_is_refused(join, field):
    assert error(join(**{field: "x'; --"}), field)


def test_the_gap_in_our_records_is_no_choice(join):
    assert error(join(gender="not_recorded"), "gender")


@pytest.mark.parametrize(
    "typed",
    ["ACD346", "acd346", " acd-346 ", "A C D 3 4 6", "acd៣៤៦", "ａｃｄ３４６", "acd\u200b346", "ACD_346."],
)
def test_a_code_is_read_as_people_write_it(typed):
    form = SignInForm({"code": typed, "pin": "2468"})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "ACD346"


@pytest.mark.parametrize("typed", ["", "ACD34", "ACD3467", "ACD34O", "ACD340", "កខគឃងច", "=1+1"])
def test_what_cannot_be_a_code_is_said_at_once(typed):
    assert not SignInForm({"code": typed, "pin": "2468"}).is_valid()


def every_form(consent_text):
    """Forms as wrong as they can be, so that together they show every refusal there is."""
    long = "ក" * 999
    minor = {"age_band": "10-14", "given_by": "person"}
    joins = [
        {"nickname": ""},
        {
            "nickname": long,
            "gender": "x",
            "birth_year": "x",
            "age_band": "x",
            "given_by": "x",
            "consent": "x",
        },
        {"birth_year": "1066", "pin": "12", "pin_again": "x", "consent_version": "x"},
        {"birth_year": "1990", "age_band": "0-9", "pin": "1111", "pin_again": "2222"},
        {"pin": "2468", "pin_again": "8642", **minor},
        {"pin": "\x00", "nickname": "\x00"},
    ]
    yield JoinForm(consent_text=consent_text)
    for data in joins:
        yield JoinForm(data, consent_text=consent_text)
    yield SignInForm()
    yield SignInForm({"code": "", "pin": ""})
    yield SignInForm({"code": "OOO", "pin": "x"})


def test_every_form_with_every_error_is_in_khmer(consent_text):
    with translation.override("km"):
        for form in every_form(consent_text):
            form.full_clean()
            html = "".join(str(form[name].as_field_group()) for name in form.fields)
            words = strip_tags(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))
            assert latin_letters(words) == [], words


def test_every_message_a_field_can_give_is_in_khmer(consent_text):
    with translation.override("km"):
        for form in (JoinForm(consent_text=consent_text), SignInForm()):
            for field in form.fields.values():
                said = [*field.error_messages.values(), *(check.message for check in field.validators)]
                for message in said:
                    # A message with a number in it is translated only once the number is known.
                    text = (
                        message % {"limit_value": 7, "show_value": 8}
                        if hasattr(message, "_translate")
                        else str(message)
                    )
                    assert latin_letters(re.sub(r"%\(\w+\)\w", "", text)) == [], text


def test_every_choice_is_in_khmer(consent_text):
    with translation.override("km"):
        for form in (JoinForm(consent_text=consent_text), SignInForm()):
            for field in form.fields.values():
                for _, label in getattr(field, "choices", []):
                    assert latin_letters(str(label)) == [], label
