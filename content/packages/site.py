"""The frame a course hangs in: locales, a start page per language, help and notices, from one YAML file."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from content.models import HomePage, InfoPage
from content.packages.loading import put_page
from content.packages.nodes import LANGUAGES, read_yaml
from content.packages.reading import TITLE_LENGTH


@transaction.atomic
def load_site(path, *, by=None, force=False):
    """Loads the start pages and information pages of a site file; returns one Outcome per page and language.

    The Khmer start page becomes the root of the site. As careful with editors' work as `load_course`.
    """
    home, pages = _read(Path(path))
    root = Page.get_first_root_node()
    outcomes, homes = [], {}
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
        fields = {
            "slug": f"home-{language}",
            "title": home["title"][language],
            "introduction": home["introduction"][language],
        }
        outcome = put_page(
            HomePage, key=home["id"], language=language, parent=root, fields=fields, by=by, force=force
        )
        outcomes.append(outcome)
        homes[language] = outcome.page
    _make_root(homes[settings.LANGUAGE_CODE])
    for page in pages:
        for language in LANGUAGES:
            if homes[language] is None:
                continue
            fields = {"slug": page["slug"], "title": page["title"][language], "body": page["body"][language]}
            outcomes.append(
                put_page(
                    InfoPage,
                    key=page["id"],
                    language=language,
                    parent=homes[language],
                    fields=fields,
                    by=by,
                    force=force,
                )
            )
    return outcomes


def _read(path):
    node = read_yaml(path, name=path.name).keys(needed=["home", "pages"])
    ids = {}
    home = node.get("home").keys(needed=["id", "title", "introduction"])
    pages = [page.keys(needed=["id", "slug", "title", "body"]) for page in node.get("pages").items()]
    return (
        {
            "id": home.get("id").new_id(ids),
            "title": home.get("title").text(limit=TITLE_LENGTH),
            "introduction": home.get("introduction").text(),
        },
        [
            {
                "id": page.get("id").new_id(ids),
                "slug": page.get("slug").slug(),
                "title": page.get("title").text(limit=TITLE_LENGTH),
                "body": page.get("body").markup(more_tags=["h2", "a"]),
            }
            for page in pages
        ],
    )


def _make_root(home):
    """Makes the Khmer start page the root of the site, and clears away Wagtail's own welcome page."""
    if home is None:
        return
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME
    )
    if site.root_page_id and isinstance(site.root_page.specific, HomePage):
        return
    welcome = site.root_page if site.root_page_id else None
    site.root_page = home
    site.save()
    if welcome and type(welcome.specific) is Page and not welcome.latest_revision_id and welcome.is_leaf():
        welcome.delete()
