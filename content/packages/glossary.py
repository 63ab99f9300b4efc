"""The glossary from one YAML file: words with shared ids, explained in both languages."""

import json
from pathlib import Path

from django.db import transaction

from content.models import GlossaryPage, HomePage, LessonPage
from content.models.glossary import ALSO_LENGTH, EXPLANATION_LENGTH, WORD_LENGTH
from content.packages.loading import put_page
from content.packages.nodes import LANGUAGES, PackageError, read_yaml
from content.packages.reading import TITLE_LENGTH


@transaction.atomic
def load_glossary(path, *, by=None, force=False):
    """Loads the glossary under the start pages; returns one Outcome per language. Courses come first.

    A word may name the lesson that shows it as `<course slug>/<lesson slug>`. As careful with editors' work as
    `load_course`. Raises PackageError when the file is wrong or names a lesson that is not there.
    """
    glossary = _read(Path(path))
    outcomes = []
    for language in LANGUAGES:
        home = HomePage.objects.filter(locale__language_code=language).first()
        if home is None:
            raise PackageError(f"There is no start page in “{language}” to put the glossary under.")
        terms = [
            {
                "id": word["id"],
                "type": "word",
                "value": {
                    "word": word["word"][language],
                    "explanation": word["explanation"][language],
                    "also": word["also"][language],
                    "lesson": _lesson(word["lesson"], home),
                },
            }
            for word in glossary["words"]
        ]
        fields = {
            "slug": glossary["slug"],
            "title": glossary["title"][language],
            "introduction": glossary["introduction"][language],
            "terms": json.dumps(terms, ensure_ascii=False),
        }
        outcomes.append(
            put_page(
                GlossaryPage,
                key=glossary["id"],
                language=language,
                parent=home,
                fields=fields,
                by=by,
                force=force,
            )
        )
    return outcomes


def _lesson(node, home):
    """The pk of the lesson a word names, in the language of the start page; None if it names none."""
    if node.value is None:
        return None
    lesson = LessonPage.objects.filter(
        url_path=f"{home.url_path}{node.string(limit=200).strip('/')}/"
    ).first()
    if lesson is None:
        node.fail(f"there is no lesson “{node.value}” in “{home.locale.language_code}”.")
    return lesson.pk


def _read(path):
    node = read_yaml(path, name=path.name).keys(needed=["id", "slug", "title", "introduction", "words"])
    ids = {}
    return {
        "id": node.get("id").new_id(ids),
        "slug": node.get("slug").slug(),
        "title": node.get("title").text(limit=TITLE_LENGTH),
        "introduction": node.get("introduction").text(),
        "words": [_word(word, ids) for word in node.get("words").items()],
    }


def _word(node, ids):
    node.keys(needed=["id", "word", "explanation"], allowed=["also", "lesson"])
    also = node.get("also")
    if also.value is None:
        spellings = dict.fromkeys(LANGUAGES, "")
    else:
        also.keys(needed=[], allowed=LANGUAGES)
        spellings = {
            code: also.get(code).string(limit=ALSO_LENGTH) if code in also.value else "" for code in LANGUAGES
        }
    return {
        "id": node.get("id").new_id(ids),
        "word": node.get("word").text(limit=WORD_LENGTH),
        "explanation": node.get("explanation").text(limit=EXPLANATION_LENGTH),
        "also": spellings,
        "lesson": node.get("lesson"),
    }
