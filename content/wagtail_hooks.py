"""How the rules for publishing show in the editor: a sentence, a draft that is kept, never an error page."""

from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail_localize.models import Translation

from content import admin_views, publishing
from content.models import CheckPage, LessonPage, PublicPage
from content.reports import UpkeepPanel, UpkeepReport, may_see
from content.viewsets import AudienceViewSet, LessonListing


@hooks.register("register_admin_viewset")
def register_lessons():
    return LessonListing("lessons")


@hooks.register("register_admin_viewset")
def register_audiences():
    return AudienceViewSet("audiences")


@hooks.register("register_admin_urls")
def register_staff_screens():
    return [
        path("narration/<int:page_id>/", admin_views.narration, name="lesson_narration"),
        path("reports/out-of-date/", UpkeepReport.as_view(), name="upkeep_report"),
        path(
            "reports/out-of-date/results/",
            UpkeepReport.as_view(results_only=True),
            name="upkeep_report_results",
        ),
    ]


class UpkeepMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_upkeep_menu_item():
    return UpkeepMenuItem(
        _("Out of date"), reverse("upkeep_report"), name="out-of-date", icon_name="history", order=50
    )


@hooks.register("construct_homepage_panels")
def show_what_is_out_of_date(request, panels):
    if may_see(request.user):
        panels.append(UpkeepPanel())


@hooks.register("register_page_header_buttons")
def lead_to_narration(page, user, view_name, next_url=None):
    is_narrated = isinstance(page.specific_deferred, LessonPage | CheckPage)
    if is_narrated and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Narration"), reverse("lesson_narration", args=[page.pk]), icon_name="media", priority=60
        )


@hooks.register("insert_global_admin_css")
def let_khmer_stand_whole():
    return format_html('<link rel="stylesheet" href="{}">', static("content/staff.css"))


@hooks.register("before_publish_page")
def keep_as_draft_if_refused(request, page):
    """In the page editor: the draft is saved already when this is asked."""
    if isinstance(page, PublicPage) and (sentence := publishing.refusal(page)):
        messages.error(request, _("%(reason)s Your text is kept as a draft.") % {"reason": sentence})
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_publish_page")
def tell_what_is_missing(request, page):
    """A Khmer page without English may be public; its editor is told."""
    if isinstance(page, PublicPage) and (missing := publishing.missing_translations(page)):
        languages = ", ".join(str(name) for name in missing)
        messages.warning(request, _("Not yet public in: %(languages)s.") % {"languages": languages})


# Before wagtail-localize's own hook, which opens the translation editor and publishes from there.
@hooks.register("before_edit_page", order=-10)
def refuse_in_translation_editor(request, page):
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    would_be = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    return keep_as_draft_if_refused(request, would_be)


@hooks.register("before_bulk_action")
def refuse_in_bulk(request, action_type, pages, action):
    """Publishing many pages at once: all of them or, when one is refused, none."""
    if action_type != "publish" or request.method != "POST":
        return None
    pages = [page.specific for page in pages if issubclass(page.specific_class or type(page), PublicPage)]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [draft for page in pages for draft in page.get_descendants().not_live().specific()]
    refusals = [
        f"“{page.get_admin_display_title()}”: {sentence}"
        for page in pages
        if (sentence := publishing.refusal(page.get_latest_revision_as_object()))
    ]
    if not refusals:
        return None
    messages.error(request, " ".join(refusals))
    return redirect(action.next_url)


@hooks.register("before_unpublish_page")
def tell_what_leaves_too(request, page):
    """Only on the way out (POST): the translations are taken back by `publishing.unpublish_translations`."""
    if request.method != "POST" or page.locale.language_code != publishing.FIRST_LANGUAGE:
        return
    if titles := list(publishing.translations_of(page).live().values_list("title", flat=True)):
        sentence = _("Taken back together with its translations: %(titles)s.")
        messages.warning(request, sentence % {"titles": ", ".join(titles)})
