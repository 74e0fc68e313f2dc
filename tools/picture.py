"""Take the README's picture of the stepper anew from the built book: `.venv/bin/python -m tools.picture`."""

from playwright.sync_api import sync_playwright

from tools import ROOT, browser
from tools.book import HTML

PAGE = HTML / "book" / "backpropagation" / "worked-example.html"
PICTURE = ROOT / ".github" / "stepper.png"
ERROR = "δ⁽¹⁾₁"
SHOWN = ".bp-transport, .bp-where, .bp-main, .bp-formula"  # the stepper goes on below: what the README has no room for


def main():
    with sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        page = chromium.new_page(viewport={"width": 1100, "height": 1400}, device_scale_factor=1.5)
        page.goto(PAGE.as_uri())
        stepper = page.locator(".bp-stepper").first
        while ERROR not in stepper.locator(".bp-status").inner_text():
            stepper.locator(".bp-next").click()
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")  # boxes count from the top of the window
        boxes = [part.bounding_box() for part in stepper.locator(SHOWN).all()]
        frame = stepper.bounding_box()
        height = max(box["y"] + box["height"] for box in boxes) - frame["y"] + 12
        page.screenshot(path=PICTURE, full_page=True, clip={**frame, "height": height})
        chromium.close()


if __name__ == "__main__":
    main()
