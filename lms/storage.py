"""How static files are stored for serving: hashed names, compressed, our scripts made small."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from lms.scripts import small

OWN = ("lms/", "ambassadors/", "content/", "hotspots/")


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also gives our own modules hashed names in their `import` statements.

    Django offers this for all scripts at once; those of packages hold look-alikes that do not exist as files.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *(
            (f"{folder}*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1])
            for folder in OWN
        ),
    )

    def post_process(self, paths, *args, **options):
        # Another process, because what makes scripts small is written in Go, which does not survive a fork: a web
        # process forked from one that has used it hangs for ever when it uses it too.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            sources = {
                name: (SmallSource(storage, elsewhere), path) if is_own_script(name) else (storage, path)
                for name, (storage, path) in paths.items()
            }
            yield from super().post_process(sources, *args, **options)

    def create_compressor(self, **options):
        return OwnAsBrotli(**options)


class OwnAsBrotli(Compressor):
    """Files of ours as Brotli and as gzip, those of packages as gzip alone: Brotli takes many times as long to make,
    and what learners load is ours."""

    def __init__(self, **options):
        super().__init__(**options)
        self.gzip_alone = Compressor(use_brotli=False, **options)

    def compress(self, path):
        is_own = Path(path).relative_to(settings.STATIC_ROOT).as_posix().startswith(OWN)
        return super().compress(path) if is_own else self.gzip_alone.compress(path)


def is_own_script(name):
    return name.startswith(OWN) and name.endswith(".js")


class SmallSource:
    """Opens the scripts of another storage without what only their readers need."""

    def __init__(self, storage, elsewhere):
        self.storage, self.elsewhere = storage, elsewhere

    def open(self, path):
        with self.storage.open(path) as script:
            text = self.elsewhere.submit(small, script.read().decode()).result()
        return ContentFile(text.encode())
