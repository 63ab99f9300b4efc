"""The pages that everyone or an ambassador can open, for the tests that look at all of them."""

from urllib.parse import quote

COURSE = "getting-online"
LESSONS = [
    "what-the-internet-is",
    "joining-free-wifi",
    "browser-and-addresses",
    "searching-in-khmer",
    "saving-and-sharing",
    "when-it-does-not-work",
]
LANGUAGES = ["km", "en"]
# Found; found in the other language alone; some of the words; nothing; no word at all.
QUESTIONS = {
    "km": ["វ៉ាយហ្វាយ", "bus", "វ៉ាយហ្វាយ ទ្រនាប់ដី", "ទ្រនាប់ដី", "!"],
    "en": ["Wi-Fi", "បោកប្រាស់", "Wi-Fi zzzz", "zzzz", "!"],
}
ZONE = "demo-market"
# Latin letters that belong on a Khmer page: the word mark, the other language by its own name, what is to be typed.
LATIN_ON_KHMER_PAGES = {"Sala", "English", "https", "www"}


def public_pages(language):
    """Addresses of all pages without sign-in, in one language."""
    course = f"/{language}/{COURSE}/"
    return [
        f"/{language}/",
        course,
        *(f"{course}{slug}/" for slug in LESSONS),
        f"/{language}/for-ambassadors/",
        f"/{language}/for-ambassadors/counting-honestly/",
        f"/{language}/courses/",
        f"/{language}/courses/level-0/",
        f"/{language}/search/",
        *(f"/{language}/search/?q={quote(question)}" for question in QUESTIONS[language]),
        f"/{language}/glossary/",
        f"/{language}/help/",
        f"/{language}/safe/",
        f"/{language}/privacy/",
        f"/{language}/complain/",
        f"/{language}/complain/find/",
        f"/{language}/volunteer/",
        f"/{language}/complain/3467934679/",
        f"/{language}/join/",
        f"/{language}/sign-in/",
        f"/{language}/me/",
        f"/{language}/no-such-page/",
    ]


def own_pages(language):
    """Addresses of all pages of a learner who has joined, in one language."""
    pages = ["", "code/", "card/", "consents/", "data/", "data/correct/", "data/delete/"]
    return [f"/{language}/me/{page}" for page in pages]


def field_pages(page, base):
    """Addresses of all pages an ambassador who is signed in can open, one session of each kind included."""
    page.goto(f"{base}/field/sessions/")
    found = page.locator("a[href^='/field/sessions/']").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    sessions = [path for path in dict.fromkeys(found) if path.count("/") == 4 and not path.endswith("/new/")]
    helping = ["/field/learners/new/", "/field/learners/pin/"]
    helping += ["/field/plan/", "/field/plan/new/", "/field/groups/", "/field/resources/"]
    helping += [
        "/field/announcements/",
        "/field/notes/",
        "/field/notes/new/",
        "/field/paper-form/",
        "/field/certificate/",
        "/field/phones/",
        "/field/my-data/",
        "/field/zones/count/",
        "/field/rescue/",
        "/field/hand-in/",
    ]
    return ["/field/", *helping, "/field/sessions/new/", "/field/sessions/", *sessions[:6]]
