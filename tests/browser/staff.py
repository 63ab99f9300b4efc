"""What coordinators and managers do in the staff pages."""


def session_rows(page, base):
    """The rows of the list of training sessions."""
    page.goto(f"{base}/admin/training-sessions/")
    return page.locator("table.listing tbody tr")


def decide(page, base, *, total, decision, reason=""):
    """Opens the waiting training session with so many people and decides about it."""
    rows = session_rows(page, base)
    row = rows.filter(has=page.get_by_role("cell", name=str(total), exact=True)).first
    row.locator("a").first.click()
    if reason:
        page.fill("textarea[name=reason]", reason)
    page.locator(f"button[name=decision][value={decision}]").click()
    page.wait_for_url(f"{base}/admin/training-sessions/")


def export_reach(page, base, *, period, folder):
    """Opens the reach report, looks at it and downloads the workbook; returns its path."""
    page.goto(f"{base}/admin/reports/reach/?period={period}")
    with page.expect_download() as started:
        page.locator("button[name=format][value=xlsx]").click()
    path = folder / "by-browser.xlsx"
    started.value.save_as(path)
    return path
