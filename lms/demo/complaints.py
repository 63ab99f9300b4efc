"""A few complaints of the demonstration, and what managers did about them."""

import datetime as dt

from lms.demo.places import communes
from lms.models import Complaint, ComplaintEvent, User
from lms.models.complaints import REFERENCE_LENGTH
from lms.models.people import CODE_ALPHABET

Category, State = Complaint.Category, Complaint.State
DONE_KM = "យើងបាននិយាយជាមួយអ្នកទទួលខុសត្រូវហើយ។ រឿងនេះនឹងមិនកើតឡើងទៀតទេ។ អរគុណដែលបានប្រាប់យើង។"
DONE_EN = "We talked to those in charge. It will not happen again. Thank you for telling us."
# (about, commune, days before the end, what happened, how far it came)
COMPLAINTS = [
    (Category.SERVICE, "180101", 120, "វ៉ាយហ្វាយនៅផ្សារយឺតខ្លាំងរាល់ល្ងាច។", 2),
    (Category.LEFT_OUT, "180303", 88, "គេមិនឱ្យម្តាយខ្ញុំចូលរៀន ព្រោះគាត់អានមិនដាច់។", 2),
    (Category.MONEY, "180214", 45, "មានគេសុំលុយឱ្យខ្ញុំ ដើម្បីចុះឈ្មោះរៀន។", 1),
    (Category.CONDUCT, None, 20, "អ្នកបង្រៀនមកយឺតមួយម៉ោង ហើយស្រែកដាក់យើង។", 1),
    (Category.SAFETY, "180104", 3, "ក្មេងៗត្រូវគេគំរាមនៅក្រៅកន្លែងរៀន។", 0),
    (Category.PRIVACY, "180601", 2, "មានគេថតរូបកូនខ្ញុំដោយមិនសុំ។", 0),
]


def load(demonstration):
    dice = demonstration.dice("complaints")
    areas = communes(demonstration)
    manager = User.objects.get(username="demo-province")
    for number, (category, commune, days, text, steps) in enumerate(COMPLAINTS):
        day = demonstration.until - dt.timedelta(days=days)
        at = demonstration.moment(day, dt.time(10, number))
        state = list(State)[steps]
        is_closed = state == State.CLOSED
        complaint = Complaint.objects.create(
            id=demonstration.id(f"complaint {number}"),
            reference="".join(dice.choices(CODE_ALPHABET, k=REFERENCE_LENGTH)),
            category=category,
            area=areas[commune] if commune else None,
            text=text,
            language="km",
            state=state,
            closing_note_km=DONE_KM if is_closed else "",
            closing_note_en=DONE_EN if is_closed else "",
            received_at=at,
            closed_at=at + dt.timedelta(days=4) if is_closed else None,
            is_demo=True,
        )
        ComplaintEvent.objects.bulk_create(
            ComplaintEvent(
                complaint=complaint,
                state=step,
                by=manager if place else None,
                at=at + dt.timedelta(days=2 * place),
            )
            for place, step in enumerate(list(State)[: steps + 1])
        )
