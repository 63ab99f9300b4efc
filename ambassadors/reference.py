"""What an installation begins with: topics, kinds of issues, languages, texts to work with, rules of the review."""

from ambassadors.home.resource_texts import RESOURCES
from ambassadors.models import DEFAULT_RULES, IssueCategory, Resource, ReviewRule, SpokenLanguage, Topic
from lms.models import Initiative

TOPICS = {
    "first-steps": ("ជំហានដំបូងជាមួយទូរសព្ទ", "First steps with a phone", Initiative.LITERACY),
    "typing-khmer": ("ការវាយអក្សរខ្មែរ", "Typing Khmer", Initiative.LITERACY),
    "getting-online": ("ការចូលប្រើអ៊ីនធឺណិត", "Getting online", Initiative.BOTH),
    "free-wifi": ("ការប្រើវ៉ាយហ្វាយឥតគិតថ្លៃដោយសុវត្ថិភាព", "Using free Wi-Fi safely", Initiative.ZONES),
    "true-or-false": ("ព័ត៌មានពិត ឬមិនពិត", "True or false?", Initiative.LITERACY),
    "safe-and-private": ("សុវត្ថិភាព និងឯកជនភាព", "Safe and private", Initiative.LITERACY),
    "working-together": ("ការទំនាក់ទំនង និងធ្វើការជាមួយគ្នា", "Talking and working together", Initiative.LITERACY),
    "digital-money": ("ប្រាក់ឌីជីថល និងសេវាតាមអ៊ីនធឺណិត", "Digital money and e-services", Initiative.LITERACY),
    "my-rights": ("សិទ្ធិរបស់ខ្ញុំ", "My rights and my say", Initiative.LITERACY),
    "computer-basics": ("មូលដ្ឋានកុំព្យូទ័រ", "Computer basics", Initiative.LITERACY),
}

ISSUE_CATEGORIES = {
    "wifi": ("វ៉ាយហ្វាយ ឬអ៊ីនធឺណិត", "Wi-Fi or internet"),
    "electricity-water": ("អគ្គិសនី ឬទឹក", "Electricity or water"),
    "road-transport": ("ផ្លូវ ឬការធ្វើដំណើរ", "Road or transport"),
    "school": ("សាលារៀន", "School"),
    "health": ("សុខភាព", "Health"),
    "waste-environment": ("សំរាម ឬបរិស្ថាន", "Waste or environment"),
    "online-fraud": ("ការបោកប្រាស់តាមអ៊ីនធឺណិត", "Fraud on the internet"),
    "public-service": ("សេវាសាធារណៈ ឬឯកសារ", "Public service or papers"),
    "access": ("ការចូលរួមរបស់ជនមានពិការភាព", "Access for people with disabilities"),
    "other": ("ផ្សេងទៀត", "Something else"),
}

# ISO 639; "mul" stands for what is not in the list.
SPOKEN_LANGUAGES = {
    "km": ("ភាសាខ្មែរ", "Khmer"),
    "en": ("ភាសាអង់គ្លេស", "English"),
    "vi": ("ភាសាវៀតណាម", "Vietnamese"),
    "zh": ("ភាសាចិន", "Chinese"),
    "cja": ("ភាសាចាម", "Cham"),
    "sgn": ("ភាសាសញ្ញា", "Sign language"),
    "mul": ("ភាសាផ្សេងទៀត", "Another language"),
}


def load():
    """Adds what is missing and returns how many rows that were; what managers changed stays as it is."""
    added = 0
    for code, (name_km, name_en, initiative) in TOPICS.items():
        defaults = {"name_km": name_km, "name_en": name_en, "initiative": initiative}
        added += Topic.objects.get_or_create(code=code, defaults=defaults)[1]
    for code, (name_km, name_en) in ISSUE_CATEGORIES.items():
        names = {"name_km": name_km, "name_en": name_en}
        added += IssueCategory.objects.get_or_create(code=code, defaults=names)[1]
    for code, (name_km, name_en) in SPOKEN_LANGUAGES.items():
        names = {"name_km": name_km, "name_en": name_en}
        added += SpokenLanguage.objects.get_or_create(code=code, defaults=names)[1]
    for code, (position, (name_km, name_en), (text_km, text_en)) in RESOURCES.items():
        texts = {"name_km": name_km, "name_en": name_en, "text_km": text_km, "text_en": text_en}
        added += Resource.objects.get_or_create(code=code, defaults=texts | {"position": position})[1]
    for code, (weight, threshold, _unit) in DEFAULT_RULES.items():
        values = {"weight": weight, "threshold": threshold}
        added += ReviewRule.objects.get_or_create(code=code, defaults=values)[1]
    return added
