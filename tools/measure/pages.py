"""Pages in the browser: what they weigh, when the stepper can be used, how long the page is busy."""

import gzip

from playwright.sync_api import sync_playwright

from tools import browser, web
from tools.book import HTML
from tools.measure import Figure

WITH_STEPPER = "book/backpropagation/update.html"
WITHOUT_WIDGET = "book/backpropagation/the-goal.html"
ROUNDS = 7
SETTLED = 2000  # milliseconds after loading, when nothing of the start can be left to do
WATCH = """
window.longTasks = 0;
new PerformanceObserver((list) => list.getEntries().forEach((task) => { window.longTasks += task.duration; }))
    .observe({ type: "longtask", buffered: true });
const look = () => {
    const button = document.querySelector(".bp-stepper .bp-next");
    if (button) requestAnimationFrame(() => setTimeout(() => { window.usable = performance.now(); }));
    else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def page_figures():
    """All figures of the pages; pages with and without a stepper are loaded in turns."""
    usable, loaded, busy = [], [], []
    with sync_playwright() as playwright, web.served(HTML) as address:
        chromium = browser.launch(playwright)
        load(chromium, f"{address}/{WITH_STEPPER}")  # the first page of a browser is slower
        weights = [weight(chromium, f"{address}/{WITH_STEPPER}") for _ in range(ROUNDS)]
        for _ in range(ROUNDS):
            usable_at, _, busy_for = load(chromium, f"{address}/{WITH_STEPPER}")
            _, loaded_at, _ = load(chromium, f"{address}/{WITHOUT_WIDGET}")
            usable.append(usable_at)
            loaded.append(loaded_at)
            busy.append(busy_for)
        chromium.close()
    return [
        Figure(f"weight of {WITH_STEPPER}, gzipped", "kB", 450, weights),
        Figure("stepper usable ÷ load of a page without widget", "", 1.3, [u / l for u, l in zip(usable, loaded)]),
        Figure(f"long tasks of {WITH_STEPPER}", "ms", 100, busy),
    ]


def weight(chromium, address):
    """Kilobytes of a page with everything that it fetches, each compressed as a web server would."""
    context = chromium.new_context()
    page = context.new_page()
    responses = []
    page.on("response", lambda response: responses.append(response))  # Playwright takes no built-in function
    page.goto(address, wait_until="networkidle")
    bodies = [response.body() for response in responses if response.ok and response.url.startswith("http")]
    context.close()
    return sum(min(len(body), len(gzip.compress(body))) for body in bodies) / 1000


def load(chromium, address):
    """Load a page with an empty cache: milliseconds until its stepper can be used, until loaded, of long tasks."""
    context = chromium.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    figures = page.evaluate(
        "[window.usable, performance.getEntriesByType('navigation')[0].loadEventEnd, window.longTasks]"
    )
    context.close()
    return figures
