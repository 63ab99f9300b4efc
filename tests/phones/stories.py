"""Two stories of a phone without a network: a learner's and an ambassador's. Both end in the database, counted once.

Each gets a Sala that can be switched off, and `switch_on()`, which opens the phone's browser.
"""

USER_NAME, PASSWORD = "demo-ambassador-1", "demo-sala-2026"

COURSE = "/km/getting-online/"
LESSON = f"{COURSE}what-the-internet-is/"
NOTE = "A session at a school without a network"
COUNTED = """SELECT session.id, sum(cell.count) FROM ambassadors_trainingsession session
  JOIN ambassadors_headcountcell cell ON cell.training_session_id = session.id
  WHERE session.note = ? GROUP BY session.id"""
UNSENT = """new Promise((resolve) => {
  const opened = indexedDB.open("sala");
  opened.onsuccess = () => {
    const found = opened.result.transaction("outbox").objectStore("outbox").getAll();
    found.onsuccess = () => {
      opened.result.close();
      resolve(found.result.filter(({ state }) => state === "phone" || state === "sending").map(({ id }) => id));
    };
  };
})"""
ALL_IS_SENT = f"{UNSENT}.then((unsent) => !unsent.length)"
FIELD_IS_KEPT = """caches.open("sala-field")
  .then((cache) => Promise.all(["km", "en"].map((code) => cache.match(`/field/offline/${code}/`))))
  .then((pages) => pages.every(Boolean) && navigator.serviceWorker.getRegistration())
  .then((worker) => worker && worker.active)"""


def a_lesson_without_a_network(sala, switch_on):
    phone = switch_on()
    phone.go(sala.url + COURSE)
    phone.tap("[data-do=save]")
    phone.see("details[data-when=saved]")
    phone.close()
    with sala.outage():
        phone = switch_on()
        phone.go(sala.url + LESSON)
        answer_everything(phone)
        made = phone.run(f"return await {UNSENT}")
        phone.close()
    assert made, "nothing waits on the phone"
    phone = switch_on()
    phone.go(f"{sala.url}/km/me/")
    phone.until(ALL_IS_SENT, 40)
    phone.see(".lesson-states .chip.done")
    # Who leaves is gone at once, and the page says so.
    phone.tap("[data-people] > button")
    phone.tap("[data-people] .notice button")
    phone.until("!document.querySelector('.lesson-states')")
    stored = [
        sala.rows("SELECT learner_id FROM lms_syncitem WHERE id = ?", one.replace("-", "")) for one in made
    ]
    [owner] = {owner for rows in stored for (owner,) in rows}
    assert all(len(rows) == 1 for rows in stored)
    completed = sala.rows("SELECT count(*) FROM lms_completion WHERE learner_id = ?", owner)
    assert completed == [(1,)], completed


def answer_everything(phone):
    """From screen to screen with the last choice of each question, checked at once; the lesson is completed."""
    here = "[...document.querySelectorAll('.screen')].find((one) => one.getClientRects().length)"
    for _ in range(30):
        screen = phone.run(f"return {here}.id")
        if screen == "finish":
            break
        for question in phone.run(f"return [...{here}.querySelectorAll('.question')].map(({{ id }}) => id)"):
            phone.tap(f"[id='{question}'] label.choice:last-of-type")
            phone.tap(f"[id='{question}'] button[name=check]")
            phone.see(f"[id='{question}'] .feedback")
        phone.tap(f"[id='{screen}'] a[rel=next]")
        phone.until(f"{here}.id !== '{screen}'")
    phone.tap("button[name=check][value=all]")
    phone.see(".finished")


def a_session_without_a_network(sala, switch_on):
    phone = switch_on()
    phone.go(f"{sala.url}/field/sign-in/?language=km")
    phone.fill("input[name=username]", USER_NAME)
    phone.fill("input[name=password]", PASSWORD)
    phone.tap("main form .button:last-of-type")
    phone.until("location.pathname === '/field/'")
    phone.until(FIELD_IS_KEPT, 60)
    phone.close()
    with sala.outage():
        phone = switch_on()
        phone.go(f"{sala.url}/field/sessions/new/")
        phone.until("document.querySelector('select[name=venue]').options.length > 2")
        phone.run(
            "document.querySelectorAll('form[data-headcount] details').forEach((one) => (one.open = true))"
        )
        phone.tap("input[name=duration][value='60']")
        phone.fill("select[name=subject]", "topic:first-steps")
        phone.fill("input[name=headcount_total]", "5")
        phone.fill("input[name='people.female.18-24']", "3")
        phone.fill("input[name='people.male.18-24']", "1")
        phone.tap("input[name='people.male.18-24'] + button")
        phone.fill("textarea[name=note]", NOTE)
        phone.tap("form[data-headcount] > button.button")
        phone.until("location.pathname === '/field/sessions/'")
        phone.see("[data-on-phone] .waiting")
        [made] = phone.run(f"return await {UNSENT}")
        phone.close()
    phone = switch_on()
    phone.go(f"{sala.url}/field/sessions/")
    phone.until(ALL_IS_SENT, 40)
    stored = sala.rows(COUNTED, NOTE)
    assert stored == [(made.replace("-", ""), 5)], stored


STORIES = [a_lesson_without_a_network, a_session_without_a_network]
