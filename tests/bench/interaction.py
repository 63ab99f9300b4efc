"""How soon a slow phone shows what a tap did: the longest of the interactions a learner and an ambassador make."""

import statistics

from tests.bench.phone import CPU_SLOWDOWN, chromium, slow_page
from tests.bench.queue import DEMO_PASSWORD
from tests.browser.field import sign_in_as_ambassador, unfold

TURNS = 3
LIMIT_MS = 200  # khmer-and-phones.md, "Weight"
OBSERVE = """
window.interactions = {};
new PerformanceObserver((list) => {
  for (const {interactionId: id, duration} of list.getEntries()) {
    if (id) { window.interactions[id] = Math.max(window.interactions[id] || 0, duration); }
  }
}).observe({type: "event", durationThreshold: 16, buffered: true});
"""


def answer_a_lesson(page, sala):
    """Each choice, each check of an answer and each step to the next screen of the first lesson."""
    page.goto(f"{sala.url}/km/getting-online/what-the-internet-is/")
    while not page.locator("#finish").is_visible():
        screen = page.locator(f"[id='{page.locator('.screen:visible').get_attribute('id')}']")
        for question in screen.locator("fieldset.question").all():
            question.locator("label.choice").last.tap()
            question.locator("button[name=check]").tap()
            question.locator(".feedback").first.wait_for()
        screen.locator("a[rel=next]").tap()
        screen.wait_for(state="hidden")
    page.locator("button[name=check][value=all]").tap()
    page.locator(".finished").wait_for()


def type_what_joining_asks(page, sala):
    page.goto(f"{sala.url}/km/join/")
    page.locator("input[name=nickname]").press_sequentially("សុខា")
    page.locator("input[name=gender]").first.tap()
    page.locator("input[name=birth_year]").press_sequentially("1990")


def count_heads(page, sala):
    """Steppers and numbers of the session form, whose totals follow each of them."""
    sign_in_as_ambassador(page, sala.url, "demo-ambassador-1", DEMO_PASSWORD)
    page.goto(f"{sala.url}/field/sessions/new/")
    unfold(page)
    page.locator("input[name=headcount_total]").press_sequentially("40")
    for band in ("18-24", "25-30", "31-45"):
        page.locator(f"input[name='people.female.{band}']").press_sequentially("12")
        page.locator(f"input[name='people.male.{band}'] ~ button").last.tap()


def durations(browser, act, sala):
    """Milliseconds from each interaction to the next picture; those under 16 ms are not reported by browsers."""
    with slow_page(browser, OBSERVE, has_touch=True) as (page, _session):
        act(page, sala)
        page.wait_for_timeout(500)
        return page.evaluate("Object.values(window.interactions)")


def bench_interaction(sala):
    print(
        f"From a tap to the next picture, CPU ÷ {CPU_SLOWDOWN}, longest interaction of a page, median of {TURNS} "
        f"turns; limit {LIMIT_MS} ms"
    )
    acts = {
        "first lesson": answer_a_lesson,
        "sign-up": type_what_joining_asks,
        "session form": count_heads,
    }
    with chromium() as browser:
        for name, act in acts.items():
            turns = [durations(browser, act, sala) for _ in range(TURNS)]
            longest = statistics.median(max(turn) for turn in turns)
            usual = statistics.median(duration for turn in turns for duration in turn)
            print(f"  {name:<14} longest {longest:>5,.0f} ms   usual {usual:>4,.0f} ms   of {len(turns[-1])}")
