"""Staff decide about people who may be registered twice: compare, see what a merge would change, merge, undo."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from lms.actions.merging import know_apart, label_of, merge, preview, relations, undo_merge, words_for
from lms.duplicates import proposals
from lms.models import Completion, Person, PersonMerge

PAIRS_SHOWN = 25
PARTICULARS = [
    "family_name_km",
    "given_name_km",
    "family_name_latin",
    "given_name_latin",
    "nickname",
    "gender",
    "birth_year",
    "age_band",
    "commune",
    "phone",
    "disability",
    "registered_at",
    "enrolled_by",
]


def may_merge(user):
    return user.has_perm("lms.merge_person")


@require_GET
def duplicates(request):
    """Pairs in the user's area that look like one human being."""
    people = _people_of(request.user)
    page = Paginator(proposals(people), PAIRS_SHOWN).get_page(request.GET.get("p"))
    found = people.select_related("commune").in_bulk({pk for pair in page for pk in pair})
    pairs = [(found[first], found[second]) for first, second in page]
    return render(
        request, "lms/people/duplicates.html", _context(_("Possible duplicates"), page=page, pairs=pairs)
    )


def compare(request, first, second):
    """Two people side by side; which of the two stands for both, and what that would change."""
    if first == second:
        raise Http404
    people = [get_object_or_404(_people_of(request.user), pk=pk) for pk in (first, second)]
    context = _context(_("Are they one person?"), people=people, facts=_facts(*people))
    if request.method == "POST":
        if "apart" in request.POST:
            know_apart(first=people[0], second=people[1], by=request.user)
            messages.success(request, _("They are two people, and are not proposed again."))
            return redirect("duplicates")
        keep, other = people if request.POST.get("keep") == str(people[0].pk) else people[::-1]
        try:
            if "confirm" in request.POST:
                merge(keep=keep, other=other, by=request.user)
                messages.success(request, _("Both are one person now."))
                return redirect("merges")
            foreseen = preview(keep=keep, other=other, by=request.user)
        except ValidationError as problem:
            context["problem"] = " ".join(problem.messages)
        else:
            context |= {"keep": keep, "foreseen": foreseen, "moved": _moved(foreseen)}
    return render(request, "lms/people/compare.html", context, status=422 if "problem" in context else 200)


@require_GET
def merges(request):
    """What was merged in the user's area, the latest first."""
    _check(request.user)
    found = PersonMerge.objects.visible_to(request.user).select_related(
        "kept", "gone", "merged_by", "undone_by"
    )
    page = Paginator(found, PAIRS_SHOWN).get_page(request.GET.get("p"))
    may_undo = set(PersonMerge.objects.changeable_by(request.user).in_force().values_list("pk", flat=True))
    context = _context(_("Merged people"), page=page, may_undo=may_undo)
    return render(request, "lms/people/merges.html", context)


@require_POST
def undo(request, pk):
    _check(request.user)
    found = get_object_or_404(PersonMerge.objects.changeable_by(request.user), pk=pk)
    try:
        undo_merge(merge=found, by=request.user)
        messages.success(request, _("They are two people again, each with what was theirs."))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("merges")


def _people_of(user):
    _check(user)
    return Person.objects.known().mergeable_by(user)


def _check(user):
    if not may_merge(user):
        raise PermissionDenied


def _facts(*people):
    """[(label, what each of them says, whether they differ)]"""
    rows = [
        (capfirst(Person._meta.get_field(name).verbose_name), [_shown(person, name) for person in people])
        for name in PARTICULARS
    ]
    for field in relations():
        counts = [field.model._base_manager.filter(**{field.name: person}).count() for person in people]
        rows.append((capfirst(words_for(field.model)), counts))
    lessons = [Completion.objects.filter(learner__person=person).counted().count() for person in people]
    rows.append((capfirst(Completion._meta.verbose_name_plural), lessons))
    return [(label, values, values[0] != values[1]) for label, values in rows if any(values)]


def _shown(person, name):
    display = getattr(person, f"get_{name}_display", None)
    return display() if display else getattr(person, name)


def _moved(foreseen):
    """[(what, how many of it come over)]"""
    return [
        (capfirst(words_for(field.model)), len(rows["moved"]))
        for field in relations()
        if (rows := foreseen.rows[label_of(field)])["moved"]
    ]


def _context(title, **context):
    return context | {
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("duplicates"), "label": _("Possible duplicates")},
            *([] if title == _("Possible duplicates") else [{"url": "", "label": title}]),
        ],
    }
