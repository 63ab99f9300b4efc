"""A saved course is learnt with no network at all: each kind of question is answered, a lesson is finished, once."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.learner import LESSON, choose_everywhere, go_to
from tests.browser.on_phone import save_course, unsent, until, use, wait_for_worker, wait_until_sent
from tests.browser.pages import COURSE
from tests.browser.test_lesson_player import FIRST, MATCH, ORDER, WRITTEN, check, lesson_key
from tests.browser.test_offline import KeptModules

pytestmark = pytest.mark.browser

# What is asked in the lesson that is finished, and where the other kinds are.
ELSEWHERE = {FIRST: "picture", ORDER: "order", MATCH: "match"}
FINISHED_KINDS = {"one", "several", "true_false", "practice_screen", "number", "text"}


def wrong_and_right(question, key):
    """Two answers as they are kept, by what the phone knows of the question."""
    kind, right = key["kind"], key["right"]
    if kind == "match":
        return dict(zip(right, reversed(right.values()), strict=True)), right
    if kind == "order":
        return right[::-1], right
    if kind == "number":
        return f"{right[1] + 1:g}", f"{right[0]:g}"
    if kind == "text":
        return "ខុស", right[0]
    values = question.locator("input").evaluate_all("inputs => inputs.map(({ value }) => value)")
    return [next(value for value in values if value not in right)], right


def give(question, kind, answer):
    """Answers a question by hand."""
    if kind == "match":
        for left, right in answer.items():
            question.locator(f"#m-{left}").select_option(right)
    elif kind == "order":
        for place, item in enumerate(answer):
            row = question.locator(f"li:has(#o-{item})")
            while row.evaluate("row => [...row.parentNode.children].indexOf(row)") > place:
                row.locator("button").first.click()
    elif kind in ("number", "text"):
        question.locator("input").fill(answer)
    else:
        for choice in question.locator("input[type=checkbox]:checked").all():
            choice.uncheck()
        for value in answer:
            question.locator(f"input[value='{value}']").check()


def answer_both_ways(page, question):
    """Wrong, then right, each with its own words; returns {question id: [(answer, whether it is right)]}."""
    known = page.evaluate(f"fetch('/km/practice/{lesson_key(page)}/feedback.json').then((r) => r.json())")
    question_id = question.get_attribute("id").removeprefix("q-")
    key = known["questions"][question_id]
    tries = list(zip(wrong_and_right(question, key), (False, True), strict=True))
    for answer, is_right in tries:
        give(question, key["kind"], answer)
        check(question, is_right=is_right)
        is_judged = set(key["feedback"]) == {"right", "wrong"}
        named = ["right" if is_right else "wrong"] if is_judged else answer
        told = question.locator("p.feedback, .feedback p").all_inner_texts()
        assert sorted(told) == sorted(key["feedback"][name] for name in named)
    return {question_id: tries}


def answered(own_sala, question_id):
    """Every answer to a question in the database, the oldest first: [(answer, whether it was right)]."""
    found = "SELECT response, is_correct FROM lms_answer WHERE question_id = ? ORDER BY id"
    rows = own_sala.rows(found, question_id.replace("-", ""))
    return [(json.loads(response), bool(is_correct)) for response, is_correct in rows]


def test_a_lesson_learnt_without_a_server_is_completed_once_and_every_answer_graded(own_sala, kept_phone):
    own_sala.start()
    context = kept_phone()
    save_course(context.new_page(), own_sala.url, "km", COURSE)
    made = {}
    with own_sala.outage():
        context.close()
        context = kept_phone()
        page = context.new_page()
        for path, kind in ELSEWHERE.items():
            page.goto(own_sala.url + path)
            made.update(
                answer_both_ways(page, go_to(page, page.locator(f"fieldset[data-kind={kind}]").first))
            )
        page.goto(own_sala.url + WRITTEN)
        questions = page.locator("fieldset.question")
        kinds = {question.get_attribute("data-kind") for question in questions.all()}
        assert kinds == FINISHED_KINDS
        for question in questions.all():
            made.update(answer_both_ways(page, go_to(page, question)))
        go_to(page, page.locator("#finish button[name=check]")).click()
        page.locator(".finished").wait_for()
        use(page, KeptModules(page))
        waiting = unsent(page)
        context.close()

        page = kept_phone().new_page()
        page.goto(own_sala.url + WRITTEN)
        expect(page.locator("[data-note=waiting] strong")).to_contain_text(str(waiting))
        use(page, KeptModules(page))
        owner = page.evaluate("store.current().then(({ owner }) => owner)")
    page.reload()
    use(page, own_sala)
    wait_until_sent(page)
    completed = own_sala.rows("SELECT learner_id, lesson_key FROM lms_completion")
    assert completed == [(owner.replace("-", ""), lesson_key(page).replace("-", ""))]
    assert {question_id: answered(own_sala, question_id) for question_id in made} == made


def test_a_lesson_that_nobody_saved_is_finished_without_a_network(own_sala, phone):
    """The network went before the first tap: nothing is told of the answers, and nothing is lost."""
    own_sala.start()
    page = phone(locale="en")
    page.goto(own_sala.url + LESSON.format(language="en"))
    use(page, own_sala)
    wait_for_worker(page)
    page.context.set_offline(True)
    choose_everywhere(page).click()
    expect(page.locator(".finishing")).to_have_text("Your answer is kept on this phone.")
    lesson = lesson_key(page)
    until(page, f"store.progress.get('{lesson}').then((kept) => Boolean(kept) && kept.isDone)")
    owner = page.evaluate("store.current().then(({owner}) => owner)")

    page.context.set_offline(False)
    page.reload()
    use(page, own_sala)
    wait_until_sent(page)
    completed = "SELECT COUNT(*) FROM lms_completion WHERE learner_id = ? AND lesson_key = ?"
    assert own_sala.rows(completed, owner.replace("-", ""), lesson.replace("-", "")) == [(1,)]
