"""What a phone keeps of the field pages, and the right to hand in from it (sync.md)."""

import json

from django.conf import settings
from django.db.models import Case, F, When
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_POST, require_safe

from ambassadors.access import ambassador_page
from ambassadors.home import reading as home
from ambassadors.home.resources import resources_in_use
from ambassadors.models import TrainingSession
from ambassadors.notes.forms import IssueNoteForm
from ambassadors.notes.sync import communes_of
from ambassadors.plans.forms import PlanForm
from ambassadors.plans.reading import kind_for
from ambassadors.review.for_phone import settled_versions
from ambassadors.sessions.form_choices import RECENT_VENUES, colleague_choices
from ambassadors.sessions.form_values import codes_of, staying_at, usual_values
from ambassadors.sessions.forms import TrainingSessionForm
from ambassadors.sessions.places import NOT_LISTED
from ambassadors.sign_ins.actions import keep_key_of
from ambassadors.sign_ins.phone_sessions import sign_in_of
from lms.actions.submit_keys import KeyRefused, keep_key
from lms.models import Venue
from lms.offline import fixed_files
from lms.sync.field_pages import field_pages
from lms.templatetags.sala import LANGUAGE_OWN_NAMES
from lms.views.offline import manifest_answer
from lms.views.origin import from_own_pages

LANGUAGES = dict(settings.LANGUAGES)
SESSIONS_KEPT = 50
BODY_LIMIT = 1000
OWN_FILES = [
    "ambassadors/camera.css",
    "ambassadors/cards.js",
    "ambassadors/draw.js",
    "ambassadors/field.css",
    "ambassadors/field.js",
    "ambassadors/groups.js",
    "ambassadors/hands.js",
    "ambassadors/home.css",
    "ambassadors/headcount.js",
    "ambassadors/home.js",
    "ambassadors/known.js",
    "ambassadors/lists.js",
    "ambassadors/media.js",
    "ambassadors/photo.js",
    "ambassadors/places.js",
    "ambassadors/plan.js",
    "ambassadors/rescue.js",
    "ambassadors/scan.js",
    "ambassadors/session.js",
    "ambassadors/session_payload.js",
    "ambassadors/vendor/lean-qr/lean-qr.js",
    "ambassadors/vendor/qr/decode.js",
    "lms/field.css",
    "lms/field/day.js",
    "lms/field/item_form.js",
    "lms/field/once.js",
    "lms/field/receipt.js",
    "lms/field/typed.js",
    "lms/forms.js",
]
VENUE = ("code", "name_km", "name_en", "latitude", "longitude")
# What an item on a phone or a session can be: (state, tone, picture, words).
PHONE_STATES = [
    ("phone", "waiting", "device-mobile", _("Waiting on this phone")),
    ("sending", "waiting", "send", _("Being sent")),
    ("safe", "sent", "checks", _("Safe")),
    ("refused", "problem", "arrow-back-up", _("Please mend this")),
    ("conflict", "problem", "copy", _("Changed elsewhere meanwhile; your coordinator chooses")),
    ("quarantined", "problem", "alert-triangle", _("Damaged: show it to your coordinator")),
    ("deleted", "problem", "circle-x", _("Deleted: ask your coordinator")),
    ("submitted", "sent", "checks", _("Sent, waiting for review")),
    ("verified", "done", "circle-check", _("Verified")),
    ("returned", "problem", "arrow-back-up", _("Come back to you")),
    ("duplicate", "problem", "copy", _("Counted already")),
    ("rejected", "problem", "circle-x", _("Rejected")),
]


@require_safe
def web_manifest(request, language):
    """The field pages as an app of their own: it opens where an ambassador works, with a network or without."""
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        response = manifest_answer(
            id="/field/",
            name=gettext("Sala for ambassadors"),
            short_name=gettext("Sala field"),
            description=gettext("Pages for digital ambassadors"),
            start="/field/",
            scope="/field/",
        )
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def lines_on_phone():
    """What field/phone_lines.html needs: the states an item can have, and the pages that other apps bring along."""
    return {"phone_states": PHONE_STATES, "field_pages": field_pages()}


def own_files():
    return [*OWN_FILES, *(name for page in field_pages() for name in page.files)]


@require_safe
@conditional_page
def offline(request, language):
    """The page for phones without a network: the same for all ambassadors, and nothing personal in it.

    Phones ask for it with every page they open, so what has not changed is not sent again.
    """
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        request.LANGUAGE_CODE = language
        context = {
            "form": TrainingSessionForm(ambassador=None, user=None),
            "note_form": IssueNoteForm(user=None),
            "plan_form": PlanForm(user=None),
            **lines_on_phone(),
            "files": [static(name) for name in [*own_files(), *fixed_files()]],
            "other_languages": [(code, LANGUAGE_OWN_NAMES[code]) for code in LANGUAGES if code != language],
            "is_shell": True,
            **resources_in_use(),
        }
        response = render(request, "field/offline.html", context)
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


@ambassador_page
def data(request):
    """What the page without a network shows of the ambassador who is signed in, as JSON."""
    ambassador, user = request.ambassador, request.user
    sign_in = sign_in_of(request)
    venues = Venue.objects.visible_to(user).open().order_by("area__code", "name_en")
    used = ambassador.training_sessions.order_by("-made_at").values_list("venue__code", flat=True)[:20]
    return JsonResponse(
        {
            "owner": f"user:{user.pk}",
            "sign_in": sign_in and sign_in.pk,
            "last_day": ambassador.last_day,
            "name": str(ambassador.person),
            "usual": {name: str(value) for name, value in usual_values(ambassador).items()},
            "recent_venues": list(dict.fromkeys(used))[:RECENT_VENUES],
            "venues": [
                venue | {"kind": kind_for(venue["kind__code"])}
                for venue in venues.values(*VENUE, "kind__code")
            ],
            "communes": list(communes_of(user).values("code", "name_km", name_en=F("name_latin"))),
            "colleagues": [{"id": pk, "name": name} for pk, name in colleague_choices(ambassador, None)],
            **home.data_for(ambassador),
            "settled": settled_versions(user),
            "sessions": [on_phone(session, ambassador) for session in sessions_kept(ambassador)],
            **{page.name: page.data(user) for page in field_pages()},
        }
    )


def sessions_kept(ambassador):
    """The latest training sessions, the newest first; before them in the choice those that came back, however old."""
    came_back = Case(When(status=TrainingSession.Status.RETURNED, then=0), default=1)
    sessions = TrainingSession.objects.led_by(ambassador).order_by(came_back, "-held_on", "-made_at")
    sessions = sessions.select_related("venue").prefetch_related("revisions", "co_ambassadors__person")
    chosen = sessions.with_names().with_people().with_reason()[:SESSIONS_KEPT]
    return sorted(chosen, key=lambda session: (session.held_on, session.made_at), reverse=True)


def on_phone(session, ambassador):
    venue = session.venue
    names = {"km": venue.name_km, "en": venue.name_en}
    listed = {"code": venue.code, "name_km": venue.name_km, "name_en": venue.name_en}
    is_own = session.ambassador_id == ambassador.pk
    is_open = session.status in (TrainingSession.Status.SUBMITTED, TrainingSession.Status.RETURNED)
    return {
        "id": session.pk,
        "held_on": session.held_on,
        "place": dict.fromkeys(names, session.venue_text) if session.venue_text else names,
        "people": session.people_total,
        "photo": session.photo_sha256,
        "status": session.status,
        "reason": session.reason if session.status in ("returned", "rejected") else "",
        "revision": session.revision_number,
        "may_edit": is_own and is_open,
        "payload": payload_to_mend(session) if is_own and is_open else None,
        "staying": staying_at(session),
        # For the form, whose lists may lack them by now.
        "venues": [] if session.venue_text else [listed],
        "colleagues": [{"id": each.pk, "name": str(each)} for each in session.co_ambassadors.all()],
    }


def payload_to_mend(session):
    """What was sent last, with the venue that a coordinator chose meanwhile for a place in words, and with the codes
    by which those on the roster are known now."""
    payload, codes = list(session.revisions.all())[-1].payload, codes_of(session)
    if codes != payload.get("roster", []):
        heads = session.people_total - len(codes) - staying_at(session)
        named = {"roster": codes, "roster_consent": bool(codes), "headcount_total": heads + len(codes)}
        payload = payload | named
    if payload.get("venue") == NOT_LISTED and not session.venue_text:
        payload = {**payload, "venue": session.venue.code, "venue_text": ""}
    return payload


@never_cache
@require_POST
@from_own_pages
def this_phone(request):
    """Takes {key} as JSON and lets this phone hand in for the ambassador who is signed in; answers {owner}.

    401 nobody is signed in; 400 malformed; 409 the key is another's or not in force: the phone has to make another.
    """
    if not request.user.is_authenticated:
        return answer({"reason": "sign_in_needed"}, status=401)
    try:
        sent = json.loads(request.body) if len(request.body) <= BODY_LIMIT else None
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("key"), str):
        return answer({"reason": "malformed"}, status=400)

    try:
        key = keep_key(key=sent["key"], owner=request.user)
    except KeyRefused:
        return answer({"reason": "key_in_use"}, status=409)
    if sign_in := sign_in_of(request):
        keep_key_of(sign_in=sign_in, key=key)
    return answer({"owner": f"user:{request.user.pk}"})


def answer(content, status=200):
    return JsonResponse(content, status=status, headers={"X-Sala": "1"})
