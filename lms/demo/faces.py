"""How learners of the demonstration liked their lessons: a face now and then, which names nobody."""

from django.db.models import F

from lms.demo.registry import weighted
from lms.models import Completion, Feedback

GIVEN = 0.4
FACES = {Feedback.Face.HAPPY: 15, Feedback.Face.SO_SO: 4, Feedback.Face.SAD: 1}


def load(demonstration):
    """Those alone who came by a poster: a face is known to be of the demonstration by its zone."""
    dice = demonstration.dice("faces")
    taken = Completion.objects.filter(learner__is_demo=True, learner__came_through__isnull=False)
    taken = taken.annotate(venue=F("learner__came_through")).order_by("completed_at", "learner")
    Feedback.objects.bulk_create(
        Feedback(
            id=demonstration.id(f"face {number}"),
            lesson_key=completion.lesson_key,
            face=weighted(dice, FACES),
            language=completion.language,
            made_on=completion.completed_on,
            venue_id=completion.venue,
        )
        for number, completion in enumerate(taken)
        if dice.random() < GIVEN
    )
