"""The glossary is loaded, shown and kept."""

import uuid

import pytest
import yaml

from content.management.commands.load_curriculum import CURRICULUM
from content.models import GlossaryPage, LessonPage
from content.packages import PackageError, load_course, load_glossary
from content.packages.loading import CREATED, KEPT, UNCHANGED, UPDATED
from lms.khmer import has_khmer
from tests.content.test_localize import submit, translate

ONE, TWO = str(uuid.UUID(int=501)), str(uuid.UUID(int=502))


@pytest.fixture
def glossary():
    return {
        "id": str(uuid.UUID(int=500)),
        "slug": "glossary",
        "title": {"km": "ពាក្យពន្យល់", "en": "Words"},
        "introduction": {"km": "ពាក្យ", "en": "Words"},
        "words": [
            {
                "id": ONE,
                "word": {"km": "វ៉ាយហ្វាយ", "en": "Wi-Fi"},
                "explanation": {"km": "អ៊ីនធឺណិតគ្មានខ្សែ", "en": "Internet without a wire"},
                "also": {"km": "wifi, វ៉ាយហ្វៃ"},
                "lesson": "a-course/lesson-1",
            },
            {
                "id": TWO,
                "word": {"km": "កម្មវិធី", "en": "App"},
                "explanation": {"km": "សម្រាប់ធ្វើការងារមួយ", "en": "For one task"},
            },
        ],
    }


@pytest.fixture
def load(tmp_path, homes, package, glossary):
    """load(force=False): writes the glossary as it is now and loads it, after a course with lessons."""
    load_course(package.write())
    for word in glossary["words"]:
        if "lesson" in word:
            word["lesson"] = f"{package.files['course']['slug']}/lesson-1"

    def write_and_load(**options):
        path = tmp_path / "glossary.yaml"
        path.write_text(yaml.safe_dump(glossary, allow_unicode=True))
        return load_glossary(path, **options)

    return write_and_load


def page(language):
    return GlossaryPage.objects.get(locale__language_code=language)


def test_a_glossary_has_the_same_words_in_both_languages(load):
    assert [outcome.what for outcome in load()] == [CREATED, CREATED]
    assert page("km").translation_key == page("en").translation_key
    assert [word.id for word in page("km").words] == [word.id for word in page("en").words] == [ONE, TWO]
    first = page("km").words[0]
    assert (first.word, first.also) == ("វ៉ាយហ្វាយ", ("wifi", "វ៉ាយហ្វៃ"))
    assert first.lesson == LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    assert page("en").words[0].lesson.locale.language_code == "en"
    assert page("en").words[1].lesson is None


def test_loading_again_changes_nothing_and_a_change_is_taken_over(load, glossary):
    load()
    assert {outcome.what for outcome in load()} == {UNCHANGED}
    glossary["words"][1]["explanation"]["en"] = "What you open to do one thing"
    assert [outcome.what for outcome in load()] == [UNCHANGED, UPDATED]
    edited = page("km")
    edited.introduction = "កែដោយអ្នកនិពន្ធ"
    edited.save_revision().publish()
    glossary["introduction"]["km"] = "ពីឯកសារ"
    assert [outcome.what for outcome in load()] == [KEPT, UNCHANGED]
    load(force=True)
    assert page("km").introduction == "ពីឯកសារ"


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda g: g["words"][0].pop("word"), r"words\.1: “word” is missing"),
        (lambda g: g["words"][0].update(lesson="nowhere/at-all"), r"words\.1\.lesson: there is no lesson"),
        (lambda g: g["words"][1].update(id=ONE), r"words\.2\.id: the id .* is already used"),
        (lambda g: g["words"][1]["word"].update(en=""), r"words\.2\.word\.en: is empty"),
        (lambda g: g["words"][1].update(also={"fr": "x"}), r"words\.2\.also: “fr” is not known"),
        (lambda g: g["words"][1]["explanation"].update(en="x" * 401), "400 are allowed"),
        (lambda g: g["words"][1]["word"].update(km="App"), "There is no Khmer in: Word"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(load, glossary, spoil, sentence):
    spoil(glossary)
    with pytest.raises(PackageError, match=sentence):
        load()
    assert not GlossaryPage.objects.exists()


def test_the_page_shows_each_word_with_its_anchor_lesson_and_the_other_language(load, client):
    load()
    text = client.get("/km/glossary/").text
    word = page("km").words[0]
    assert f'id="{word.anchor}"' in text
    assert f'href="{word.lesson.url}"' in text
    assert '<span class="soft" lang="en">Wi-Fi</span>' in text
    # In the order of a dictionary: ក before វ.
    assert text.index("<h3>កម្មវិធី") < text.index("<h3>វ៉ាយហ្វាយ")
    assert client.get("/en/glossary/").text.index("<h3>App") < client.get("/en/glossary/").text.index(
        "<h3>Wi-Fi"
    )


def test_a_lesson_that_was_taken_back_is_not_offered(load, client):
    load()
    lesson = LessonPage.objects.get(slug="lesson-1", locale__language_code="km")
    lesson.unpublish()
    assert page("km").words[0].lesson is None
    assert client.get("/km/glossary/").status_code == 200


def test_the_editor_opens_the_glossary_and_offers_no_second_one(load, editor, homes):
    load()
    assert editor.get(f"/admin/pages/{page('km').pk}/edit/").status_code == 200
    assert not GlossaryPage.can_create_at(homes["km"])


def test_the_shipped_glossary_explains_thirty_words_and_more():
    shipped = yaml.safe_load((CURRICULUM / "glossary.yaml").read_text())
    assert len(shipped["words"]) >= 30
    for word in shipped["words"]:
        for text in (word["word"], word["explanation"]):
            assert has_khmer(text["km"])
            assert not has_khmer(text["en"])
    for language in ("km", "en"):
        words = [word["word"][language] for word in shipped["words"]]
        assert len(set(words)) == len(words)


def test_a_glossary_written_in_the_editor_is_translated_with_the_same_words(
    homes, load, django_capture_on_commit_callbacks
):
    load()
    khmer = page("km")
    page("en").delete()
    with django_capture_on_commit_callbacks(execute=True):
        translation = submit(khmer)
        translate(translation, lambda text: f"English {len(text)}")
        translation.save_target(publish=True)
    english = page("en")
    assert english.live
    assert [word.id for word in english.words] == [ONE, TWO]
    assert english.words[0].word == f"English {len('វ៉ាយហ្វាយ')}"
