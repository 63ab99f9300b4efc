"""Our scripts as they are sent: without what only their readers need, and with short names inside."""

import re

_BEGINNING = re.compile(r"\A(?:\s*(?:/\*.*?\*/|//[^\n]*\n|import\s[^;]*;))*", re.DOTALL)
_EXPORT = re.compile(r"(?:^|[;}])export\b", re.MULTILINE)


def small(script):
    """The same JavaScript in fewer characters; `script` is text.

    The library shortens no name of the outermost level, for it cannot know who else uses it. Nobody uses those of a
    script of ours that exports nothing: in a block they are names like any other.
    """
    # Here, because no web process may load it: see `lms.storage`.
    import minify

    # Chrome 70 knows ECMAScript 2018; the library would otherwise put later shorthands into what we wrote without.
    minify.config({"js-version": 2018})
    beginning = _BEGINNING.match(script)[0]
    rest = script[len(beginning) :]
    if not _EXPORT.search(rest):
        script = f"{beginning}\n{{{rest}\n}}"
    return minify.string("application/javascript", script)
