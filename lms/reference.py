"""Lists that ship with Sala: what people are asked to agree to, and the kinds of venue."""

from lms.actions.certificates import ensure_signing_key
from lms.models import ConsentPurpose, ConsentText, VenueKind

# A text that people agreed to is never changed: another wording is another version (R50).
CONSENT_TEXTS = {
    (ConsentPurpose.PROGRESS, 1): {
        "text_km": (
            "ខ្ញុំយល់ព្រមឱ្យសាលារក្សាទុកឈ្មោះហៅក្រៅ ភេទ អាយុ និងមេរៀនដែលខ្ញុំបានរៀន ដើម្បីឱ្យខ្ញុំបន្តរៀនលើទូរសព្ទណាក៏បាន។\n\n"
            "កម្មវិធីរាប់តែចំនួនអ្នករៀន ដោយមិនដាក់ឈ្មោះ។ មិនមានអ្នកណាទទួលព័ត៌មានរបស់ខ្ញុំពីសាលាទេ។\n\n"
            "ខ្ញុំអាចសុំមើល សុំកែ ឬសុំលុបបានគ្រប់ពេល។ បើខ្ញុំមិនយល់ព្រម ខ្ញុំនៅតែរៀនបានទាំងអស់។"
        ),
        "text_en": (
            "I agree that Sala keeps my nickname, gender, age and the lessons I did, so that I can go on from any "
            "phone.\n\n"
            "The programme counts how many people learn, without names. Nobody else gets my information from Sala.\n\n"
            "I can ask at any time to see it, to correct it or to have it deleted. If I do not agree, I can still "
            "learn everything."
        ),
    },
    (ConsentPurpose.CONTACT, 1): {
        "text_km": (
            "ខ្ញុំយល់ព្រមឱ្យកម្មវិធីទាក់ទងមកខ្ញុំ អំពីវគ្គសិក្សា និងសកម្មភាពរៀន។\n\n"
            "ខ្ញុំអាចប្រាប់ឱ្យឈប់បានគ្រប់ពេល។ បើខ្ញុំមិនយល់ព្រម ខ្ញុំនៅតែរៀនបានទាំងអស់។"
        ),
        "text_en": (
            "I agree that the programme contacts me about courses and learning activities.\n\n"
            "I can ask it to stop at any time. If I do not agree, I can still learn everything."
        ),
    },
    (ConsentPurpose.NAMED_REPORT, 1): {
        "text_km": (
            "ខ្ញុំយល់ព្រមឱ្យដាក់ឈ្មោះរបស់ខ្ញុំក្នុងរបាយការណ៍ ដែលកម្មវិធីផ្ញើទៅដៃគូ។\n\n"
            "ខ្ញុំអាចដកការយល់ព្រមនេះវិញបានគ្រប់ពេល។ បើខ្ញុំមិនយល់ព្រម ខ្ញុំនៅតែរៀនបានទាំងអស់ ហើយរបាយការណ៍រាប់ខ្ញុំដោយមិនដាក់ឈ្មោះ។"
        ),
        "text_en": (
            "I agree that my name appears in reports that the programme sends to its partners.\n\n"
            "I can take this back at any time. If I do not agree, I can still learn everything, and reports count me "
            "without my name."
        ),
    },
    (ConsentPurpose.VOLUNTEER, 1): {
        "text_km": (
            "ខ្ញុំយល់ព្រមឱ្យសាលារក្សាទុកអ្វីដែលខ្ញុំសរសេរនៅទីនេះ ដើម្បីឱ្យអ្នកសម្របសម្រួលទូរសព្ទមកខ្ញុំ អំពីការស្ម័គ្រចិត្តធ្វើជាទូតឌីជីថល។ "
            "មានតែអ្នកសម្របសម្រួលនៅតំបន់របស់ខ្ញុំ និងអ្នកគ្រប់គ្រងកម្មវិធីទេ ដែលឃើញវា។\n\n"
            "បើខ្ញុំមិនក្លាយជាទូតឌីជីថល វានឹងត្រូវលុបក្នុងរយៈពេល 6 ខែ។ ខ្ញុំអាចសុំមើល សុំកែ ឬសុំលុបបានគ្រប់ពេល។ បើខ្ញុំមិនយល់ព្រម ខ្ញុំនៅតែរៀនបានទាំងអស់។"
        ),
        "text_en": (
            "I agree that Sala keeps what I write here, so that a coordinator can call me about volunteering as a "
            "digital ambassador. Only the coordinators of my area and the managers of the programme see it.\n\n"
            "If I do not become an ambassador, it is deleted within 6 months. I can ask at any time to see it, to "
            "correct it or to have it deleted. If I do not agree, I can still learn everything."
        ),
    },
}

VENUE_KINDS = {
    "wifi-zone": ("តំបន់វ៉ាយហ្វាយឥតគិតថ្លៃ", "Free Wi-Fi zone"),
    "school": ("សាលារៀន", "School"),
    "neighbourhood-centre": ("មជ្ឈមណ្ឌលសហគមន៍", "Neighbourhood centre"),
    "commune-hall": ("សាលាឃុំ ឬសង្កាត់", "Commune hall"),
    "pagoda": ("វត្ត", "Pagoda"),
    "home": ("ផ្ទះ", "Home"),
    "other": ("ទីកន្លែងផ្សេងទៀត", "Other"),
}


def load():
    """Adds what is missing and returns how many rows of lists that were; what managers changed stays as it is."""
    added = 0
    for (purpose, version), texts in CONSENT_TEXTS.items():
        added += ConsentText.objects.get_or_create(purpose=purpose, version=version, defaults=texts)[1]
    for code, (name_km, name_en) in VENUE_KINDS.items():
        names = {"name_km": name_km, "name_en": name_en}
        added += VenueKind.objects.get_or_create(code=code, defaults=names)[1]
    ensure_signing_key()
    return added
