"""The first visit on a slow network and a slow phone: when the first text and the largest part stand there."""

import statistics

from tests.bench.phone import CPU_SLOWDOWN, chromium, slow_page

BITS_PER_SECOND, ROUND_TRIP_MS = 400_000, 400
TURNS = 5
FIRST_TEXT_MS, LARGEST_MS, SHIFT = 1400, 1800, 0.05  # khmer-and-phones.md, "Weight"
PAGES = {
    "start page": "/km/",
    "course": "/km/getting-online/",
    "first lesson": "/km/getting-online/what-the-internet-is/",
    "sign-up": "/km/join/",
}
OBSERVE = """
window.seen = {largest: 0, shift: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) { window.seen.largest = entry.startTime; }
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) { if (!entry.hadRecentInput) { window.seen.shift += entry.value; } }
}).observe({type: "layout-shift", buffered: true});
"""
READ = """() => ({
  first: performance.getEntriesByName("first-contentful-paint")[0].startTime, ...window.seen
})"""


def visit(browser, url):
    """{first, largest: ms, shift} of one visit with an empty cache."""
    bytes_per_second = BITS_PER_SECOND / 8
    conditions = {
        "offline": False,
        "latency": ROUND_TRIP_MS,
        "downloadThroughput": bytes_per_second,
        "uploadThroughput": bytes_per_second,
    }
    with slow_page(browser, OBSERVE, service_workers="block") as (page, session):
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", conditions)
        page.goto(url, wait_until="load", timeout=60_000)
        page.wait_for_timeout(1500)
        return page.evaluate(READ)


def bench_first_visit(sala):
    print(
        f"First visit at {BITS_PER_SECOND // 1000} kbit/s, {ROUND_TRIP_MS} ms, CPU ÷ {CPU_SLOWDOWN}, empty cache, "
        f"median of {TURNS}; limits {FIRST_TEXT_MS} ms first text, {LARGEST_MS} ms largest part, {SHIFT} shift"
    )
    with chromium() as browser:
        for name, path in PAGES.items():
            turns = [visit(browser, sala.url + path) for _ in range(TURNS)]
            first, largest, shift = (
                statistics.median(turn[key] for turn in turns) for key in ("first", "largest", "shift")
            )
            print(
                f"  {name:<14} first text {first:>6,.0f} ms   largest {largest:>6,.0f} ms   shift {shift:.3f}"
            )
