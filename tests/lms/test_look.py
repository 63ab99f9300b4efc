"""What every page shares: the style inside it, icons, languages, and pages for what went wrong."""

import base64
import gzip
import hashlib
import re

import pytest
from django.http import HttpResponse
from django.template import engines
from django.template.exceptions import TemplateSyntaxError
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from content.models import HomePage, InfoPage
from lms.style import FOLDER, PublicStyleCSPMiddleware, minified, public_css
from lms.templatetags import sala
from tests.factories import venue

pytestmark = pytest.mark.django_db


def rendered(source, **context):
    return engines["django"].from_string("{% load sala %}" + source).render(context)


@pytest.fixture
def homes():
    """Start pages in both languages, and a help page under each: {"km": …, "en": …}."""
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(pk=root.pk)
    khmer, _ = Locale.objects.get_or_create(language_code="km")
    english, _ = Locale.objects.get_or_create(language_code="en")
    home_km = root.add_child(instance=HomePage(title="សាលា", slug="home", locale=khmer))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home_km}
    )
    home_en = home_km.copy_for_translation(english)
    home_en.title = "Sala"
    home_en.save_revision().publish()
    help_km = home_km.add_child(instance=InfoPage(title="ជំនួយ", slug="help", locale=khmer, body="<p>ខ្មែរ</p>"))
    help_en = help_km.copy_for_translation(english)
    help_en.title = "Help"
    help_en.save_revision().publish()
    return {"km": home_km, "en": home_en}


def test_minifying_keeps_the_rules():
    css = "/* why */\na > b ,\n c :hover {\n  margin: 0 calc(1px + 2px);\n  color: red;\n}\n"
    assert minified(css) == "a>b,c :hover{margin:0 calc(1px + 2px);color:red}"


def test_public_style_is_small():
    assert len(gzip.compress(public_css().encode(), 6)) <= 4.5 * 1024


def test_every_address_in_the_public_style_is_a_file():
    addresses = re.findall(r'url\("/static/lms/([^"]+)"\)', public_css())
    assert addresses
    assert all((FOLDER / address).is_file() for address in addresses)


def test_the_policy_admits_exactly_the_style_in_the_page(homes, client):
    response = client.get("/en/")
    style = re.search(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = response["Content-Security-Policy"]
    assert f"'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy


def test_a_view_may_still_widen_the_style_policy():
    response = HttpResponse()
    response._csp_update = {"style-src": ["https://elsewhere.example"]}
    request = RequestFactory().get("/")
    policy = PublicStyleCSPMiddleware(lambda request: response)(request)["Content-Security-Policy"]
    assert "https://elsewhere.example" in policy
    assert "'sha256-" in policy


def test_public_pages_set_no_cookie_and_do_not_vary_on_one(homes, client):
    response = client.get("/km/help/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_icon_is_drawn_in_the_page_and_silent():
    html = rendered('{% icon "check" %}')
    assert html.startswith("<svg")
    assert 'aria-hidden="true"' in html
    assert "<path" in html


def test_an_unknown_icon_is_refused():
    with pytest.raises(TemplateSyntaxError, match="no-such-thing"):
        rendered('{% icon "no-such-thing" %}')


def test_every_icon_a_template_asks_for_is_here():
    packages = [FOLDER.parents[2] / package for package in ("lms", "content", "ambassadors", "hotspots")]
    templates = [template for package in packages for template in package.rglob("*.html")]
    asked = set(re.findall(r'{% icon "([^"]+)" %}', "".join(template.read_text() for template in templates)))
    assert asked
    assert asked - {path.stem for path in sala.ICONS.glob("*.svg")} == set()


def test_lookup_and_holds_forgive_what_is_not_there():
    assert sala.lookup({"1": "one"}, 1) == "one"
    assert sala.lookup("", 1) is None
    assert sala.holds({"1"}, 1)
    assert not sala.holds(None, 1)


def test_a_page_leads_to_itself_in_the_other_language(homes, client):
    html = client.get("/km/help/").content.decode()
    assert re.search(r'<a class="language" href="[^"]*/en/help/" lang="en"', html)
    assert re.search(r'<link rel="alternate" hreflang="en" href="[^"]*/en/help/"', html)


def test_a_page_without_translation_leads_to_the_other_start_page(homes, client):
    homes["km"].add_child(
        instance=InfoPage(title="ថ្មី", slug="new", locale=homes["km"].locale, body="<p>ខ្មែរ</p>")
    )
    html = client.get("/km/new/").content.decode()
    assert 'class="language" href="/en/"' in html
    assert 'hreflang="en" href="/en/new/"' not in html


def test_the_footer_names_the_help_page(homes, client):
    assert "/km/help/" in client.get("/km/").content.decode()


@pytest.mark.parametrize("is_demo", [True, False])
def test_demonstration_data_is_announced(homes, client, is_demo):
    venue(is_demo=is_demo)
    assert ('class="demo"' in client.get("/km/help/").content.decode()) is is_demo


@pytest.mark.parametrize(("address", "words"), [("/km/nothing/", "ទៅទំព័រដើម"), ("/en/nothing/", "start page")])
def test_a_wrong_address_ends_in_a_page_with_one_next_step(homes, client, address, words):
    response = client.get(address)
    assert response.status_code == 404
    assert words in response.content.decode()


def test_the_page_for_our_own_mistakes_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = engines["django"].get_template("500.html").render()
    assert 'href="/km/"' in html
    assert 'href="/en/"' in html


def test_staff_pages_are_not_restyled(client):
    assert "<style>@font-face" not in client.get(reverse("wagtailadmin_login")).content.decode()


# Of use to staff at a desk or to a printer alone.
NOT_FOR_PHONES = {
    "coverage",
    "review",
    "sign_in_phone",
    "poster",
    "poster-a5",
    "staff",
    "learning",
    "reports",
}


def test_style_sheets_keep_to_what_phones_of_2018_understand():
    """Chrome 70 and Safari 14: what they do not know must not be what a page stands or falls by."""
    newer = re.compile(
        r"(?:^|[{;])((?:row-)?gap|inset[\w-]*|aspect-ratio|(?:margin|padding|border)-(?:inline|block)|overflow:\s*clip"
        r"|content-visibility|backdrop-filter|text-wrap|translate|rotate|scale|line-clamp)\s*:"
        r"|(?<![\w-])(min|max|clamp|color-mix|oklch|lab|lch|hwb|light-dark|env\(keyboard)\("
        r"|:(is|where|has|focus-within-visible)\(|(?<!:focus:not\():(focus-visible)|:not\([^)]*,"
        r"|@(layer|container|property|scope|starting-style)|@media[^{]*[<>]|\d(?:[dsl]v[hw]|lh|cq[whib])\b|(&)"
    )
    sheets = [
        path
        for app in ("lms", "ambassadors", "hotspots", "content")
        for path in (FOLDER.parents[2] / app / "static").rglob("*.css")
        if path.stem not in NOT_FOR_PHONES and "vendor" not in path.parts
    ]
    found = {path: newer.findall(minified(path.read_text())) for path in sheets}
    assert len(found) > 15
    assert not {path: marks for path, marks in found.items() if marks}
