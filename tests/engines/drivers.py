"""Firefox and WebKit, driven for real, each behind the few calls that the tests of the engines need.

`open(address)`, `resize(width, height)` and `run(expression)`, whose value comes back as JSON; `run` waits for a promise.
Firefox speaks WebDriver BiDi, the protocol that it offers itself. WebKit is Debian's MiniBrowser under its own driver;
its window is never narrower than 447 px, so a narrow page is shown in a frame of the wanted size. Chromium has the same
calls, so that one test holds a page in all three.
"""

import base64
import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

NARROWEST = 447  # pixels, WebKit's window
IN_A_FRAME = """
const [address, width, height, done] = arguments, frame = document.createElement("iframe");
frame.style.cssText = `border: 0; width: ${width}px; height: ${height}px`;
frame.onload = () => done();
document.body.replaceChildren(frame);
frame.src = address;
"""
IN_A_SANDBOX = """(address) => new Promise((shown) => {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.style.cssText = "border: 0; width: 1240px; height: 760px";
  frame.onload = () => shown(true);
  frame.src = address;
  document.body.replaceChildren(frame);
})"""


class Chromium:
    """Playwright's Chromium behind the same calls."""

    def __init__(self, chromium):
        self.context = chromium.new_context()
        self.page = self.here = self.context.new_page()

    def resize(self, width, height):
        self.page.set_viewport_size({"width": width, "height": height})

    def open(self, address):
        self.page.goto("about:blank")
        self.page.goto(address)
        self.here = self.page

    def open_in_sandbox(self, address):
        """Show the page in a frame that may run scripts and nothing else; `run` goes on in that frame."""
        self.open(address)  # from an empty page, Chromium lets no frame reach this machine
        self.page.evaluate(IN_A_SANDBOX, address)
        self.here = self.page.query_selector("iframe").content_frame()

    def run(self, expression):
        return self.here.evaluate(f"async () => (await ({expression})) ?? null")

    def close(self):
        self.context.close()


class Firefox:
    """A headless Firefox with an empty profile of its own."""

    def __init__(self):
        import websocket

        self.profile = tempfile.mkdtemp(prefix="firefox-")
        Path(self.profile, "user.js").write_text(
            'user_pref("browser.shell.checkDefaultBrowser", false);\nuser_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
        )
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        command = [program, "--headless", "--no-remote", "--profile", self.profile, "--remote-debugging-port=0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        address = next(
            found[1] for line in self.process.stderr if (found := re.search(r"BiDi listening on (\S+)", line))
        )
        self.socket = websocket.create_connection(f"{address}/session", suppress_origin=True, timeout=120)
        self.numbers = itertools.count(1)
        self.call("session.new", capabilities={})
        self.tab = self.here = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def resize(self, width, height):
        self.call("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})

    def open(self, address):
        for url in ("about:blank", address):  # or a link to another place of the same page would not load it again
            self.call("browsingContext.navigate", context=self.tab, url=url, wait="complete")
        self.here = self.tab

    def open_in_sandbox(self, address):
        self.open("about:blank")
        self.run(f"({IN_A_SANDBOX})({json.dumps(address)})")
        self.here = self.call("browsingContext.getTree", root=self.tab)["contexts"][0]["children"][0]["context"]

    def run(self, expression):
        answer = self.call(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()",
            target={"context": self.here},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def screenshot(self):
        """The window as PNG."""
        return base64.b64decode(self.call("browsingContext.captureScreenshot", context=self.tab)["data"])

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


class WebKit:
    """Debian's WebKitGTK, on a display of its own."""

    def __init__(self):
        from selenium import webdriver

        reading, writing = os.pipe()
        screen = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
        self.screen = subprocess.Popen(screen, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as display:
            number = display.readline().strip()
        options = webdriver.WebKitGTKOptions()
        options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")))
        options.add_argument("--automation")
        environment = {**os.environ, "DISPLAY": f":{number}", "LIBGL_ALWAYS_SOFTWARE": "1"}
        service = webdriver.WebKitGTKService(shutil.which("WebKitWebDriver"), env=environment)
        self.driver = webdriver.WebKitGTK(options=options, service=service)
        self.driver.set_script_timeout(120)
        self.frame = None

    def resize(self, width, height):
        self.driver.switch_to.default_content()
        self.frame = (width, height) if width < NARROWEST else None
        wanted = max(width, NARROWEST), height
        self.driver.set_window_size(*wanted)
        inner = self.driver.execute_script("return [innerWidth, innerHeight]")
        self.driver.set_window_size(*(2 * want - there for want, there in zip(wanted, inner)))

    def open(self, address):
        self.driver.switch_to.default_content()
        self.driver.get("about:blank")  # or a link to another place of the same page would not load it again
        self.driver.get(address)
        if self.frame:
            self.driver.execute_async_script(IN_A_FRAME, address, *self.frame)
            self.driver.switch_to.frame(0)

    def open_in_sandbox(self, address):
        self.driver.switch_to.default_content()
        self.driver.get("about:blank")
        self.run(f"({IN_A_SANDBOX})({json.dumps(address)})")
        self.driver.switch_to.frame(0)

    def run(self, expression):
        kind, value = self.driver.execute_async_script(
            "const done = arguments[0];"
            f"(async () => JSON.stringify((await ({expression})) ?? null))()"
            ".then((value) => done(['value', value]), (error) => done(['error', String(error)]));"
        )
        if kind == "error":
            raise RuntimeError(value)
        return json.loads(value)

    def screenshot(self):
        """The window as PNG."""
        return self.driver.get_screenshot_as_png()

    def close(self):
        self.driver.quit()
        self.screen.terminate()
        self.screen.wait()
