"""An ambassador's groups of learners on the phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ambassadors.access import ambassador_page
from ambassadors.groups.actions import add_member, take_out_member
from ambassadors.groups.forms import GroupForm, MemberForm
from ambassadors.models import LearnerGroup
from ambassadors.views import show_inactive


@ambassador_page
def groups(request):
    """The groups, and a form for a new one."""
    if not request.ambassador.may_log:
        return show_inactive(request)
    form = GroupForm(request.POST or None, ambassador=request.ambassador, user=request.user)
    if request.method == "POST" and form.is_valid() and (made := saved(form)):
        return redirect("field:group", made.pk)
    is_known = Q(members__erased_at=None, members__merged_into=None)
    found = groups_of(request).select_related("venue").annotate(people=Count("members", filter=is_known))
    return render(request, "field/groups.html", {"groups": found, "form": form})


@ambassador_page
def group(request, pk):
    """One group: who belongs to it, and what it is called. Two forms, told apart by what they send."""
    if not request.ambassador.may_log:
        return show_inactive(request)
    found = get_object_or_404(groups_of(request).select_related("venue"), pk=pk)
    is_adding = "code" in request.POST
    adding = MemberForm(request.POST if is_adding else None)
    naming = GroupForm(
        request.POST if request.method == "POST" and not is_adding else None,
        ambassador=request.ambassador,
        user=request.user,
        group=found,
    )
    if adding.is_bound and adding.is_valid() and added(request, found, adding):
        return redirect("field:group", pk)
    if naming.is_bound and naming.is_valid() and saved(naming):
        messages.success(request, _("The group is changed."))
        return redirect("field:group", pk)
    context = {"group": found, "members": found.known_members(), "adding": adding, "naming": naming}
    return render(request, "field/group.html", context)


def saved(form):
    """The group; None with an error on the form where another one took the name in the same moment."""
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        form.add_error("name", _("You have a group with this name already."))
        return None


def added(request, group, form):
    try:
        person = add_member(group=group, code=form.cleaned_data["code"])
    except ValidationError as problem:
        form.add_error("code", problem)
        return False
    messages.success(request, _("%(name)s is in the group.") % {"name": person.nickname or person.name})
    return True


@ambassador_page
@require_POST
def take_out(request, pk):
    """Takes {person: key} out of the group."""
    found = get_object_or_404(groups_of(request), pk=pk)
    key = request.POST.get("person", "")
    if key.isascii() and key.isdigit() and len(key) < 16:
        take_out_member(group=found, person=int(key))
    return redirect("field:group", pk)


def groups_of(request):
    return LearnerGroup.objects.filter(ambassador=request.ambassador)
