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
    pages = ["", "code/", "card/", "consents/", "data/", "data/correct/", "data/delete/", "six-questions/"]
    return [f"/{language}/me/{page}" for page in pages]


# Names of ambassadors.urls that answer with no page of their own to look at: POST alone, files, what phones ask for.
NO_FIELD_PAGES = {
    "sign_out",
    "required_course",
    "take_out",
    "read_announcement",
    "this_phone",
    "data",
    "web_manifest",
    "my_data_page",
    "my_data_json",
}
FIELD_PAGES_FOR_ALL = ["/field/sign-in/", "/field/phone/no-such-code/"]


def field_pages(page, base):
    """Addresses of all pages an ambassador who is signed in can open, one session of each kind included."""
    page.goto(f"{base}/field/sessions/")
    found = page.locator("a[href^='/field/sessions/']").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    sessions = [path for path in dict.fromkeys(found) if path.count("/") == 4 and not path.endswith("/new/")]
    own = page.request.get(f"{base}/field/data.json").json()
    to_mend = next(one for one in own["sessions"] if one["may_edit"] and one["payload"]["kind"] != "school")
    return [
        "/field/",
        "/field/learners/",
        "/field/learners/new/",
        "/field/learners/pin/",
        "/field/test-code/",
        "/field/plan/",
        "/field/plan/new/",
        f"/field/plan/{own['plans'][0]['id']}/edit/",
        "/field/groups/",
        f"/field/groups/{own['groups'][0]['id']}/",
        "/field/resources/",
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
        "/field/sessions/new/",
        "/field/sessions/",
        *sessions[:6],
        f"/field/sessions/{to_mend['id']}/edit/",
        f"/field/sessions/{to_mend['id']}/names/",
        f"/field/offline/{page.evaluate('document.documentElement.lang')}/",
    ]


def staff_pages(page, base):
    """Addresses of the staff pages with templates of our own, as somebody sees them who may open them all."""
    links = "links => links.map((link) => link.pathname)"
    page.goto(f"{base}/admin/review/")
    session = page.locator("table.listing tbody th a").first.evaluate("link => link.pathname")
    page.goto(f"{base}/admin/people/duplicates/")
    pair = page.locator("table.listing tbody a").evaluate_all(links)[:1]
    page.goto(f"{base}/admin/set-aside/")
    aside = page.locator("table.listing tbody a").evaluate_all(links)[:1]
    return [
        "/admin/review/",
        "/admin/review/tasks/",
        "/admin/review/weekly/",
        "/admin/review/spot-checks/",
        "/admin/review/policy/",
        session,
        session.replace("training-sessions", "review/sessions") + "duplicate/",
        *pair,
        "/admin/set-aside/",
        *aside,
        "/admin/reports/coverage/",
        "/admin/reports/reach/",
        "/admin/reports/learning/",
        "/admin/people/duplicates/",
        "/admin/people/merges/",
        "/admin/import/people/",
    ]
