"""The page as a person has it: Debian's Chromium on a real page process, service and ledger."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from tests.page.browsing import page_address
from tests.parts import PICTURES, program
from tests.running import calendar, event, from_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.running import Showup

_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
VIEWS = (
    "/",
    "/recovery",
    "/recovery?step=explain",
    "/recovery?step=call",
    "/recovery?step=email",
    "/calendar",
    "/history",
    "/health",
)
PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def served(machine: Showup) -> Showup:
    """One that is about to begin, one that was missed, and names from right to left, in Chinese characters and without an end."""
    join = "DESCRIPTION:Join https://zoom.us/j/1234567890"
    who = "ORGANIZER;CN=Rita Roe:mailto:rita@harrow.example"
    file = machine.folder / "mine.ics"
    file.write_text(
        calendar(
            event("near@x", "Technical interview at Fenwick", from_now(minutes=4), 60, join),
            event(
                "missed@x", "Technical interview at Harrow", from_now(minutes=-30), 60, who, "LOCATION:+44 20 7946 0018"
            ),
            event(
                "rtl@x", "Interview: מהנדסת תוכנה אצל חברת כנרת", from_now(days=1), 45, "LOCATION:תל אביב\\, רוטשילד 1"
            ),
            event("cjk@x", "面接 株式会社山田製作所 — 二次面接", from_now(days=2), 60),
            event("long@x", "Interview with " + "Consolidated" * 12, from_now(days=3), 60),
        )
    )
    machine.calendar.write_text(calendar())
    profile = '[profile]\nname = "Robin Vale"\nemails = ["robin@example.org"]\n'
    machine.config.write_text(f'{profile}[[source]]\nkind = "ics"\npath = "{file}"\nname = "mine"\n')
    machine.start()
    machine("missed", "Harrow")
    return machine


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture
def opened(served: Showup, chromium: Browser) -> Iterator[Page]:
    """The page just opened. Whatever it complains about in the browser's console fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(page_address(served))
    yield page
    context.close()
    assert told == []


def go(page: Page, path: str) -> None:
    page.goto(re.sub(r"(https?://[^/]+).*", rf"\1{path}", page.url))


def test_the_token_has_left_the_address_bar(opened: Page) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", opened.url)
    assert opened.context.cookies()[0]["httpOnly"]
    assert opened.evaluate("document.cookie") == ""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_from_using_it(opened: Page, width: int, scheme: Any) -> None:
    """axe-core finds no violation, and nothing is wider than the window; a picture of each view is kept."""
    PICTURES.mkdir(exist_ok=True)
    opened.set_viewport_size({"width": width, "height": 720})
    opened.emulate_media(color_scheme=scheme)
    found = {}
    for view in VIEWS:
        go(opened, "/recovery" if view.startswith("/recovery?") else view)
        if "?" in view:
            go(opened, re.sub(r".*?(/recovery/[^?]+).*", r"\1", opened.url) + "?" + view.partition("?")[2])
        opened.add_style_tag(url="/static/page.css")  # a view that was left may still be fading
        opened.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        looked = Axe().run(opened).response
        assert looked["passes"], view
        result = looked["violations"]
        found[view] = [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in result]
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, view
        name = re.sub(r"\W+", "-", view).strip("-") or "coming"
        opened.screenshot(path=PICTURES / f"page-{name}-{width}-{scheme}.png", full_page=True)
    assert {view: each for view, each in found.items() if each} == {}


def test_what_is_answered_elsewhere_shows_at_once(opened: Page, served: Showup) -> None:
    card = opened.locator(".card", has_text="株式会社")
    expect(card).to_contain_text("ahead")
    served("not-mine", "株式会社")
    expect(opened.locator(".card", has_text="株式会社")).to_contain_text("no interview", timeout=PATIENCE_MS)
    served("undo", "株式会社")
    expect(opened.locator(".card", has_text="株式会社")).to_contain_text("ahead", timeout=PATIENCE_MS)


def test_i_am_there_by_the_keyboard_alone(opened: Page, served: Showup) -> None:
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "To the content"
    for _ in range(60):
        opened.keyboard.press("Tab")
        if opened.evaluate("document.activeElement.textContent.trim()") == "I'm there":
            break
    opened.keyboard.press("Enter")
    expect(opened.locator("#said")).to_contain_text("You are there", timeout=PATIENCE_MS)
    assert served.phase("Fenwick") == "confirmed"
    opened.locator("#said button").press("Enter")
    expect(opened.locator("#said")).to_contain_text("Taken back", timeout=PATIENCE_MS)


def test_a_letter_of_the_persons_own_words(opened: Page, served: Showup) -> None:
    """Edited, looked at by the linter while it is typed, saved as a draft, and not written over by a later step."""
    go(opened, "/recovery")
    body = opened.get_by_label("Text")
    expect(body).to_have_value(re.compile("I am sorry"))
    body.fill("Dear Rita Roe,\n\nI am sorry, but your calendar was wrong. These are words of mine.\n\nRobin Vale")
    expect(opened.locator("#remarks")).to_contain_text("To mend", timeout=PATIENCE_MS)
    opened.get_by_role("button", name="Save to the drafts").click()
    expect(opened.locator("#said")).to_contain_text("Saved")
    drafts = [draft for draft in served.json("recover", "Harrow")[0]["drafts"] if draft["kind"] == "email"]
    assert ["words of mine" in draft["body"] for draft in drafts] == [True]
    where = drafts[0]["where"]
    files = sorted(path.name for path in (served.folder / "data" / "showup" / "drafts").glob("*-email*.eml"))
    assert [name for name in files if where.endswith(name)] == files

    opened.get_by_role("button", name="I am ready").click()
    opened.get_by_label("Your sentence").fill("I slept through my alarm")
    opened.get_by_label("A sentence of yours.").check()
    opened.get_by_role("button", name="Write it so").click()
    opened.get_by_role("button", name="I have left a message").click()
    opened.get_by_role("button", name="Yes, it is for them").click()
    expect(opened.get_by_label("Text")).to_have_value(re.compile("words of mine"))
    expect(opened.locator("#letter")).to_contain_text("rita@harrow.example", timeout=PATIENCE_MS)
    opened.get_by_role("button", name="Write it anew by showup").click()
    expect(opened.get_by_label("Text")).to_have_value(re.compile("I slept through my alarm"))


def test_what_made_them_miss_it_and_the_change_that_would_have_caught_it(opened: Page, served: Showup) -> None:
    key = served.json("recover", "Harrow")[0]["key"]
    go(opened, f"/recovery/{key}?step=close")
    opened.get_by_role("button", name="Declined").click()
    expect(opened.locator("#case-top")).to_contain_text("Closed: declined", timeout=PATIENCE_MS)
    opened.get_by_role("button", name="It rang, and I did not notice, or slept on").press("Enter")
    expect(opened.locator("#change-title")).to_be_visible(timeout=PATIENCE_MS)
    change = served.json("recover", "Harrow")[0]["change"]
    expect(opened.locator("#case-top")).to_contain_text(change["says"])
    opened.get_by_role("button", name="Change it").press("Enter")
    expect(opened.locator("#said")).to_contain_text(f"Changed [{change['table']}]", timeout=PATIENCE_MS)
    written = tomllib.loads(served.config.read_text())
    for name in change["table"].split("."):
        written = written[name]
    assert written[change["key"]] == change["value"]


def test_the_end_of_the_service_is_said(opened: Page, served: Showup) -> None:
    """The last test of this service."""
    served.stop()
    expect(opened.locator("#offline")).to_contain_text("nothing rings", timeout=PATIENCE_MS)
