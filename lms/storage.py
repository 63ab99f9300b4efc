"""How static files are stored for serving: hashed names, compressed, scripts without their comments."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_SCRIPTS = ("lms/", "ambassadors/", "content/", "hotspots/")
# Whole lines only, and every line of a block comment: a script may hold both marks inside a string.
# Lines without a string in other marks, a pattern or a comment: what is outside of "…" is code.
PLAIN_LINE = re.compile(r"^[^/'`\n]*$", re.MULTILINE)
STRING = re.compile(r'("(?:[^"\\\n]|\\.)*")')
AROUND_MARKS = re.compile(r" ?([={}(),;:?&|<>!\[\]]) ?")
OPEN_END = re.compile(r"^((?:(?!//)[^\n])*[;{,(\[])\n", re.MULTILINE)
COMMENTS = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)


def lean(script):
    """A script as phones get it, without comments that stand on lines of their own and without needless white space.

    Our scripts hold no text of several lines, whose indentation would matter.
    """
    script = re.sub(r"\n\s+", "\n", COMMENTS.sub("", script)).strip() + "\n"
    return OPEN_END.sub(r"\1", PLAIN_LINE.sub(tight, script))


def tight(line):
    """A line of code without spaces around its marks; those in strings stay."""
    return "".join(
        part if part.startswith('"') else AROUND_MARKS.sub(r"\1", part) for part in STRING.split(line[0])
    )


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also gives our own modules hashed names in their `import` statements.

    Django offers this for all scripts at once; those of packages hold look-alikes that do not exist as files.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *(
            (f"{folder}*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1])
            for folder in OWN_SCRIPTS
        ),
    )

    def post_process(self, paths, *args, **options):
        sources = {
            name: (LeanSource(storage), path) if is_own_script(name) else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(sources, *args, **options)


def is_own_script(name):
    return name.startswith(OWN_SCRIPTS) and name.endswith(".js")


class LeanSource:
    """Opens the scripts of another storage without what only their readers need."""

    def __init__(self, storage):
        self.storage = storage

    def open(self, path):
        with self.storage.open(path) as script:
            return ContentFile(lean(script.read().decode()).encode())
