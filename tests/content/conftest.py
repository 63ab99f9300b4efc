import pytest
from django.utils import translation
from wagtail.users.models import UserProfile

from tests import factories as shared
from tests.content import factories
from tests.content.a_course import Package


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in English, whatever the catalogue holds."""
    with translation.override("en"):
        yield


@pytest.fixture
def homes(db, tmp_path):
    return factories.homes(tmp_path)


@pytest.fixture
def km_course(homes):
    return factories.course(parent=homes["km"])


@pytest.fixture
def en_course(homes, km_course):
    return factories.course(parent=homes["en"], title="Course", key=km_course.translation_key)


@pytest.fixture
def editor(client, db):
    """A client signed in to the editor."""
    user = shared.user(password="a long enough one", is_superuser=True, is_staff=True)
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def package(tmp_path):
    return Package(tmp_path / "a-course")
