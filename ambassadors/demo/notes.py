"""What people of the demonstration's communes told ambassadors, and what became of it."""

import datetime as dt

from ambassadors.models import Ambassador, IssueCategory, IssueEvent, IssueNote
from lms.demo.registry import DAYS, Refused
from lms.models import RoleAssignment, Venue

State = IssueNote.State
NOTES = [
    ("wifi", "វ៉ាយហ្វាយដាច់ញឹកញាប់នៅពេលល្ងាច។", "ក្រុមបច្ចេកទេសវ៉ាយហ្វាយ", "បានប្តូរឧបករណ៍រួចហើយ។"),
    ("electricity-water", "ដាច់ភ្លើងជិតរាល់ថ្ងៃ បណ្តាលឱ្យរៀនមិនបាន។", "សាខាអគ្គិសនីខេត្ត", "កំពុងជួសជុលខ្សែ។"),
    ("road-transport", "ផ្លូវទៅសាលារៀនលិចទឹកនៅរដូវវស្សា។", "ការិយាល័យឃុំ", "បានចាក់ដីបំពេញរួចហើយ។"),
    ("school", "បន្ទប់កុំព្យូទ័រជាប់សោ គ្មានអ្នកកាន់សោ។", "នាយកសាលា", "សោនៅការិយាល័យសាលាហើយ។"),
    ("online-fraud", "ចាស់ៗទទួលសារបោកប្រាស់ ថាឈ្នះរង្វាន់។", "នគរបាលប្រឆាំងបទល្មើសបច្ចេកវិទ្យា", "បានចែកខិត្តប័ណ្ណព្រមាន។"),
    ("access", "ទីនេះគ្មានផ្លូវជម្រាលសម្រាប់រទេះរុញ។", "សង្កាត់", "គម្រោងឆ្នាំក្រោយ។"),
    ("public-service", "ប្រជាជនមិនដឹងថាត្រូវដាក់ពាក្យសុំសំបុត្រកំណើតនៅឯណា។", "ការិយាល័យច្រកចេញចូលតែមួយ", "បានពន្យល់រួចហើយ។"),
    ("waste-environment", "សំរាមគរជិតកន្លែងវ៉ាយហ្វាយ។", "ក្រុមហ៊ុនប្រមូលសំរាម", "ប្រមូលពីរដងក្នុងមួយសប្តាហ៍ហើយ។"),
]
HOW_MANY = 26
# How far a note came: left new, referred, answered, closed.
ENDS = [0, 1, 1, 2, 3, 3]


def load(demonstration):
    dice = demonstration.dice("issue notes")
    categories = {category.code: category for category in IssueCategory.objects.all()}
    if not categories:
        raise Refused("There are no kinds of issues. Run load_reference first.")
    team = list(
        Ambassador.objects.active().filter(person__is_demo=True).select_related("person__user").order_by("pk")
    )
    venues = list(Venue.objects.filter(is_demo=True).select_related("area").order_by("pk"))
    coordinators = {
        assignment.area_id: assignment.user
        for assignment in RoleAssignment.objects.filter(
            user__is_demo=True, role=RoleAssignment.Role.COORDINATOR
        ).select_related("user")
    }
    notes, events = [], []
    for number in range(HOW_MANY):
        code, text, office, answer = NOTES[number % len(NOTES)]
        ambassador = dice.choice(team)
        venue = dice.choice([venue for venue in venues if venue.area.parent_id == ambassador.area_id])
        day = demonstration.since + dt.timedelta(days=dice.randint(20, DAYS - 3))
        at = demonstration.moment(day, dt.time(dice.randint(9, 16), dice.randint(0, 59)))
        coordinator = coordinators[ambassador.area_id]
        steps = [(State.NEW, "", "", ambassador.person.user)]
        steps += [
            (State.REFERRED, office, "", coordinator),
            (State.ANSWERED, "", answer, coordinator),
            (State.CLOSED, "", answer, coordinator),
        ][: dice.choice(ENDS)]
        moments = [at + dt.timedelta(days=3 * place, minutes=7 * place) for place in range(len(steps))]
        steps = [
            (*step, moment) for step, moment in zip(steps, moments, strict=True) if moment < demonstration.end
        ]
        note = IssueNote(
            id=demonstration.id(f"issue note {number}"),
            ambassador=ambassador,
            category=categories.get(code) or categories["other"],
            area=venue.area,
            venue=venue if dice.random() < 0.7 else None,
            text=text,
            made_on=day,
            state=steps[-1][0],
            made_at=at,
            received_at=at + dt.timedelta(minutes=1),
        )
        notes.append(note)
        events += (
            IssueEvent(note=note, state=state, referred_to=to, reason=reason, by=by, at=moment)
            for state, to, reason, by, moment in steps
        )
    IssueNote.objects.bulk_create(notes)
    IssueEvent.objects.bulk_create(events)
