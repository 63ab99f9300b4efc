"""What is kept of a person's time with ambassadors, and as one, to take along (R53)."""

from django.db.models import Count, Q

from ambassadors.models import Ambassador, FieldSignIn
from ambassadors.my_data.reading import applications_of, attendances_of, sessions_of


def facts(person):
    """As plain JSON values. Of groups and sessions nothing that is about others: numbers of people, never who."""
    ambassador = Ambassador.objects.filter(person=person).select_related("area", "partner").first()
    return {
        "attendances": [
            {
                **session_facts(attendance.training_session),
                "agreed_to_be_named": attendance.has_consent,
                "recorded_at": attendance.recorded_at.isoformat(),
            }
            for attendance in attendances_of(person)
        ],
        "learner_groups": [
            {"group": str(group.pk), "name": group.name, "venue": group.venue and group.venue.code}
            for group in person.learner_groups.select_related("venue")
        ],
        "applications": [application_facts(application) for application in applications_of(person)],
        "ambassador": ambassador and ambassador_facts(ambassador),
    }


def session_facts(session):
    return {
        "training_session": str(session.pk),
        "day": str(session.held_on),
        "venue": session.venue.code,
        "kind": session.kind,
        "status": session.status,
    }


def application_facts(application):
    return {
        "application": str(application.pk),
        "family_name": application.family_name,
        "given_name": application.given_name,
        "gender": application.gender,
        "birth_year": application.birth_year,
        "phone": application.phone,
        "area": application.area.code,
        "partner": application.partner and application.partner.name_en,
        "languages": [language.code for language in application.languages.all()],
        "state": application.state,
        "reason": application.reason,
        "applied_at": application.applied_at.isoformat(),
        "decided_at": iso(application.decided_at),
        "forgotten_at": iso(application.forgotten_at),
    }


def ambassador_facts(ambassador):
    """An ambassador's own record, its history, and the work done under their name."""
    sign_ins = FieldSignIn.objects.filter(user__person=ambassador.person_id)
    groups = ambassador.learner_groups.annotate(people=Count("members", filter=Q(members__merged_into=None)))
    return {
        "status": ambassador.status,
        "area": ambassador.area.code,
        "partner": ambassador.partner and ambassador.partner.name_en,
        "languages": [language.code for language in ambassador.languages.all()],
        "joined_on": str(ambassador.joined_on),
        "required_course_done_at": iso(ambassador.required_course_done_at),
        "stopped_on": ambassador.stopped_on and str(ambassador.stopped_on),
        "events": [
            {"kind": event.kind, "reason": event.reason, "at": event.at.isoformat()}
            for event in ambassador.events.all()
        ],
        "training_sessions": [
            {**session_facts(session), "led": session.ambassador_id == ambassador.pk}
            for session in sessions_of(ambassador).select_related("venue")
        ],
        "planned_sessions": [
            {"day": str(plan.planned_on), "venue": plan.venue.code, "status": plan.status}
            for plan in ambassador.planned_sessions.select_related("venue")
        ],
        "issue_notes": [
            {"note": str(note.pk), "day": str(note.made_on), "text": note.text, "state": note.state}
            for note in ambassador.issue_notes.all()
        ],
        "certificates_of_service": [
            {
                "code": certificate.code,
                "name": certificate.name_km or certificate.name_en,
                "issued_at": certificate.issued_at.isoformat(),
                "first_day": str(certificate.first_on),
                "last_day": str(certificate.last_on),
                "training_sessions": certificate.sessions,
                "minutes": certificate.minutes,
                "participations": certificate.participations,
                "revoked_at": iso(certificate.revoked_at),
            }
            for certificate in ambassador.service_certificates.all()
        ],
        "groups_led": [{"name": group.name, "people": group.people} for group in groups],
        "phones": [
            {
                "label": sign_in.label,
                "signed_in_at": sign_in.made_at.isoformat(),
                "last_used_at": sign_in.last_used_at.isoformat(),
                "expires_at": sign_in.expires_at.isoformat(),
                "signed_out_at": iso(sign_in.signed_out_at),
                "revoked_at": iso(sign_in.revoked_at),
            }
            for sign_in in sign_ins
        ],
    }


def iso(at):
    return at and at.isoformat()
