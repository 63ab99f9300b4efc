"""What the session form and the phone know of an ambassador's groups."""

from collections import defaultdict

from ambassadors.models import LearnerGroup
from lms.models import LearnerCard, Person


def data_for(ambassador):
    """[{id, name, place: {language: text}, members: [{name, code}]}]: nicknames, and codes of cards for a roster."""
    groups = list(ambassador.learner_groups.select_related("venue"))
    members = members_of(groups)
    return [
        {
            "id": group.pk,
            "name": group.name,
            "place": {"km": group.venue.name_km, "en": group.venue.name_en} if group.venue else {},
            "members": members[group.pk],
        }
        for group in groups
    ]


def members_of(groups):
    """{pk of a group: [{name, code}]} in three queries; who has no card cannot be on a roster."""
    links = LearnerGroup.members.through.objects.filter(learnergroup__in=groups)
    pairs = list(links.values_list("learnergroup", "person"))
    people = Person.objects.known().in_bulk({person for _group, person in pairs})
    codes = dict(LearnerCard.objects.filter(person__in=people).values_list("person", "code"))
    found = defaultdict(list)
    for group, pk in pairs:
        if pk in people and pk in codes:
            found[group].append({"name": people[pk].nickname or people[pk].name, "code": codes[pk]})
    for members in found.values():
        members.sort(key=lambda member: member["name"])
    return found


def given_by(group):
    """{field of the session form: value} that a group fills in."""
    if group is None:
        return {}
    codes = [member["code"] for member in members_of([group])[group.pk]]
    venue = {"venue": group.venue.code} if group.venue else {}
    return venue | {"roster": "\n".join(codes), "headcount_total": len(codes) or ""}
