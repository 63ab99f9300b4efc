"""The public style sheet, sent inside each public page.

On a slow mobile network every further request costs a second before the first word shows, so the small sheet
travels with the page. The Content-Security-Policy admits exactly this text by its SHA-256 (CSP Level 3, 6.7.3).
"""

import base64
import functools
import hashlib
import re
from pathlib import Path

from csp.middleware import CSPMiddleware
from django.templatetags.static import static

FOLDER = Path(__file__).resolve().parent / "static" / "lms"
SHEETS = ["tokens", "base", "components", "forms", "lesson", "questions"]


def minified(css):
    """The same rules without comments and needless white space. Strings hold no runs of spaces here."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


@functools.cache
def public_css():
    """Text of the public style sheet; addresses in it are those of the collected static files."""
    css = minified("".join((FOLDER / f"{sheet}.css").read_text() for sheet in SHEETS))
    return re.sub(r'url\("([^"]+)"\)', lambda found: f'url("{static("lms/" + found[1])}")', css)


@functools.cache
def public_css_source():
    """The Content-Security-Policy source expression that admits the public style sheet."""
    digest = hashlib.sha256(public_css().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


class PublicStyleCSPMiddleware(CSPMiddleware):
    """django-csp's middleware, which also admits the style sheet inside the page.

    The hash depends on static addresses, which are not known yet when the settings are read.
    """

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        update = dict(parts.update or {})
        update["style-src"] = [*update.get("style-src", []), public_css_source()]
        parts.update = update
        return parts
