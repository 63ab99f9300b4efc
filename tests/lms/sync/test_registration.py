"""A guest who registers without network becomes a person once, by the rules of the join form."""

import pytest

from lms.actions.people import check_card
from lms.models import Consent, Learner, LearnerCard, Person, SetAsideItem, SyncItem
from tests import factories as make
from tests.lms.sync.sender import made

pytestmark = pytest.mark.django_db


def test_a_registration_makes_a_person_and_gives_the_code_back(sender, registering):
    item = registering()
    (result,) = sender.send(item)
    assert result["status"] == "stored"
    learner = Learner.objects.get(pk=sender.owner)
    assert (learner.person.nickname, learner.person.gender, learner.person.birth_year) == (
        "សុខា",
        "female",
        1990,
    )
    code = learner.person.learner_card.code
    assert result["result"] == {"code": code}
    assert sender.state()[item["id"]]["result"] == {"code": code}
    assert check_card(code=code, pin="2468") == learner.person
    assert learner.person.consents.get().given_by == Consent.GivenBy.PERSON


def test_a_name_stays_as_it_was_typed_and_a_pin_is_read(sender, registering):
    sender.send(registering(nickname="ស្រី\u200bនាង២", pin="២៤៦៨\u200b"))
    assert Person.objects.get().nickname == "ស្រី\u200bនាង២"
    check_card(code=LearnerCard.objects.get().code, pin="2468")


def test_sent_again_it_is_the_same_person_with_the_first_pin(sender, registering):
    item = registering()
    sender.send(item)
    item["payload"]["pin"] = "9753"  # a secret is no content: nothing of it is kept to compare
    (again,) = sender.send(item)
    assert again["status"] == "already_stored"
    code = LearnerCard.objects.get().code
    assert again["result"] == {"code": code}
    assert Person.objects.count() == 1
    check_card(code=code, pin="2468")


def test_registering_twice_with_other_items_is_refused(sender, registering):
    sender.send(registering())
    (second,) = sender.send(registering(nickname="ដារ៉ា"))
    assert second["status"] == "refused"
    assert "registered already" in second["errors"]["__all__"]["en"][0]
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nickname": "  "}, "nickname"),
        ({"gender": "robot"}, "gender"),
        ({"birth_year": 1800}, "birth_year"),
        ({"birth_year": None}, "birth_year"),
        ({"birth_year": 2015}, "given_by"),
        ({"birth_year": None, "age_band": "10-14"}, "given_by"),
        ({"pin": "1234"}, "pin"),
        ({"pin": ""}, "pin"),
        ({"consent_version": 999}, "consent"),
        ({"consent_version": None}, "consent_version"),
    ],
)
def test_what_a_person_can_mend_is_refused_in_both_languages_and_nothing_is_kept(
    sender, registering, changes, field
):
    item = registering(**changes)
    (result,) = sender.send(item)
    assert result["status"] == "refused"
    assert result["errors"][field]["km"]
    assert result["errors"][field]["en"]
    assert not Person.objects.exists()
    assert not SyncItem.objects.exists()
    assert not SetAsideItem.objects.exists()


def test_what_was_refused_is_mended_under_the_same_id(sender, registering):
    item = registering(pin="1111")
    assert sender.statuses(item) == ["refused"]
    item["payload"]["pin"] = "2468"
    assert sender.statuses(item) == ["stored"]


def test_a_child_registers_with_the_agreement_of_a_teacher(sender, registering):
    (result,) = sender.send(registering(birth_year=2015, given_by="school"))
    assert result["status"] == "stored"
    assert Consent.objects.get().given_by == Consent.GivenBy.SCHOOL


def test_who_came_through_a_poster_is_remembered_and_an_unknown_place_is_no_hindrance(sender, registering):
    venue = make.venue(kind="zone")
    assert sender.statuses(registering(came_through=venue.code)) == ["stored"]
    assert Learner.objects.get().came_through == venue


def test_an_unknown_poster_is_no_hindrance(sender, registering):
    assert sender.statuses(registering(came_through="gone")) == ["stored"]


@pytest.mark.parametrize("changes", [{"pin": ["2", "4"]}, {"nickname": {"x": 1}}, {"language": "xx"}])
def test_a_broken_registration_is_set_aside_without_its_pin(sender, registering, changes):
    item = registering(**changes)
    assert sender.statuses(item) == ["quarantined"]
    kept = SetAsideItem.objects.get()
    assert "pin" not in kept.raw
    assert "2468" not in kept.raw
    assert str(kept.item_id) == item["id"]


def test_the_pin_of_a_registration_is_nowhere_in_the_database(sender, registering):
    sender.send(registering(pin="864213"))
    for model in (SyncItem, SetAsideItem, Person, LearnerCard):
        for row in model.objects.values():
            assert "864213" not in str(row)


def test_a_user_registers_nobody(client, registering):
    from lms.actions.submit_keys import keep_key
    from tests.lms.sync.sender import Sender, new_key

    user, key = make.user(), new_key()
    keep_key(key=key, owner=user)
    sender = Sender(client, owner=f"user:{user.pk}", key=key)
    assert sender.statuses(registering(), made("registration", None)) == ["quarantined", "quarantined"]
