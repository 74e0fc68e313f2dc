"""What a reader meets on the pages holds in Chromium, Firefox and WebKit alike."""

import pytest

from tests.book_pages import CHAPTERS, chapter

DRAWN = """new Promise((resolve, reject) => {
  const end = Date.now() + 30000;
  const settle = () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
  const look = () => {
    if (!document.querySelector(".widget-place:not(.widget-drawn)")) document.fonts.ready.then(settle);
    else if (Date.now() > end) reject(new Error(`widgets not drawn on ${location}`));
    else setTimeout(look, 20);
  };
  look();
})"""

# Everything is laid out, folded text too, so that each formula has a size.
FAULTS = """(() => {
  document.querySelectorAll("article details").forEach((fold) => (fold.open = true));
  document.querySelectorAll("article > section > section").forEach((part) => (part.style.contentVisibility = "visible"));
  const faults = [], say = (what, element) => faults.push(`${what}: ${element.textContent.trim().slice(0, 50)}`);
  const inline = [...document.querySelectorAll("article math:not([display=block])")].filter((math) => math.checkVisibility());
  for (const math of inline) {
    const boxes = [...math.getClientRects()];
    if (boxes.length > 1 && boxes.at(-1).top >= boxes[0].bottom - 2) say("a formula in two lines", math);
  }
  for (const link of document.querySelectorAll("article a.reference:has(> .std-term)")) {
    if (!getComputedStyle(link).textDecorationLine.includes("underline")) say("a link without a sign", link);
  }
  for (const accent of document.querySelectorAll("article mover[accent]")) {
    if (!accent.checkVisibility() || accent.children.length !== 2) continue;
    const [letter, hat] = [...accent.children].map((part) => part.getBoundingClientRect());
    const size = parseFloat(getComputedStyle(accent).fontSize);
    if (letter.top - hat.top > 0.9 * size) say(`a hat that floats ${Math.round(letter.top - hat.top)} px above its letter`, accent);
  }
  for (const drawing of document.querySelectorAll("article .figure-drawing")) {
    const circles = [...drawing.querySelectorAll("circle")].map((circle) => circle.getBoundingClientRect());
    for (const label of drawing.querySelectorAll(".figure-label")) {
      const { left, right, top, bottom, width } = label.getBoundingClientRect();
      const holds = (c) => Math.hypot((left + right - c.left - c.right) / 2, (top + bottom - c.top - c.bottom) / 2) < c.width / 4;
      const circle = width && circles.find(holds);
      if (circle && width > circle.width + 1) say("a label that leaves its circle", label);
    }
  }
  for (const box of document.querySelectorAll("article :is(.formula, pre, .bp-scroll, .bp-phases)")) {
    const fits = box.checkVisibility() && box.scrollWidth <= box.clientWidth;
    if (fits && (getComputedStyle(box).maskImage ?? "none") !== "none") say("a box that fades though all of it is seen", box);
  }
  const wide = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 1) faults.push(`the page scrolls sideways by ${wide} px`);
  const failed = document.querySelectorAll(".widget-failed").length;
  if (failed) faults.push(`${failed} widgets failed`);
  return faults;
})()"""


@pytest.mark.parametrize("width", [360, 1280])
def test_formulas_links_and_hats_are_whole_on_every_page(engine, http_book, width):
    engine.resize(width, 800)
    faults = {}
    for name in CHAPTERS:
        engine.open(f"{http_book}/{name}.html")
        engine.run(DRAWN)
        if found := engine.run(FAULTS):
            faults[name] = found
    assert faults == {}


def anchors(built_book, every):
    """Every so manieth heading of the book: (page, anchor)."""
    found = [
        (name, section["id"])
        for name in CHAPTERS
        for section in chapter(built_book, name).select("article section section[id]")
        if section.find(["h2", "h3"], recursive=False)
    ]
    return found[::every]


@pytest.mark.parametrize(("name", "every", "least"), [("chromium", 9, 25), ("firefox", 9, 25), ("webkit", 3, 76)])
def test_a_link_into_a_page_lands_where_it_points(engines, name, every, least, built_book, http_book):
    engine = engines(name)
    engine.resize(1280, 800)
    places = anchors(built_book, every)
    assert len(places) >= least
    missed = {}
    for page, anchor in places:
        engine.open(f"{http_book}/{page}.html#{anchor}")
        engine.run(DRAWN)
        top, rest = engine.run(
            f"(() => {{ const {{ top }} = document.getElementById('{anchor}').getBoundingClientRect();"
            "return [top, document.scrollingElement.scrollHeight - innerHeight - scrollY]; })()"
        )
        if not (
            -10 <= top <= 250 or (top > 0 and rest < 2)
        ):  # a heading near the end of its page can't come further up
            missed[f"{page}#{anchor}"] = round(top)
    assert missed == {}


SCROLLED = """(async () => {
  const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  scrollTo(0, document.scrollingElement.scrollHeight);
  await frames();
  let worst = 0;
  for (let step = 0; step < 30 && scrollY > 700; step += 1) {
    const seen = [120, 180, 240, 300].map((y) => document.elementFromPoint(640, y)?.closest("p, pre, h2, h3, li, figure"))
      .find((each) => each?.closest("article"));
    if (!seen) { scrollBy({ top: -100, behavior: "instant" }); await frames(); continue; }
    const before = seen.getBoundingClientRect().top;
    scrollBy({ top: -600, behavior: "instant" });
    await frames();
    worst = Math.max(worst, Math.abs(seen.getBoundingClientRect().top - before - 600));
  }
  return worst;
})()"""


@pytest.mark.parametrize("name", ["book/backpropagation/backward-walk", "book/code/gradient-check"])
def test_scrolling_up_moves_the_text_by_what_was_scrolled(engine, http_book, name):
    engine.resize(1280, 800)
    engine.open(f"{http_book}/{name}.html")
    engine.run(DRAWN)
    assert engine.run(SCROLLED) <= 2


def test_numbers_that_can_be_changed_carry_their_sign_in_the_drawing(engine, http_book):
    engine.resize(1280, 800)
    engine.open(f"{http_book}/book/intro.html")
    engine.run(DRAWN)
    signs = engine.run(
        "[...document.querySelectorAll('.bp-picture .bp-given .bp-value')].map((value) => getComputedStyle(value))"
        ".map(({ textDecorationLine, stroke }) => `${textDecorationLine}, outline ${stroke}`)"
    )
    assert len(signs) == 13
    assert set(signs) == {"underline, outline none"}


def in_every_engine(engines, address, width, script):
    """What a script gives on a page, by the engine's name."""
    shown = {}
    for name in ("chromium", "firefox", "webkit"):
        engine = engines(name)
        engine.resize(width, 800)
        engine.open(address)
        engine.run(DRAWN)
        shown[name] = engine.run(script)
    return shown


def test_the_numbers_of_every_stepper_agree(engines, http_book):
    last = """(() => {
      document.querySelectorAll(".bp-stepper .bp-last").forEach((button) => button.click());
      return [...document.querySelectorAll(".bp-stepper")].map((stepper) => stepper.textContent);
    })()"""
    for page in ("book/intro", "book/backpropagation/worked-example", "book/ingredients/chain-rule"):
        shown = in_every_engine(engines, f"{http_book}/{page}.html", 1280, last)
        assert all(len(text) > 200 for text in shown["chromium"])
        assert shown["chromium"] == shown["firefox"] == shown["webkit"]


def test_the_digit_reader_can_be_drawn_on_and_says_the_same_in_every_engine(engines, http_book):
    drawn = """(() => {
      const reader = document.querySelector(".dr-reader");
      [...reader.querySelectorAll("button")].find((button) => button.textContent === "Clear").click();
      for (const place of [3, 11, 19, 27, 35, 43, 51, 59]) {
        const pixel = reader.querySelector(`[data-place="${place}"]`);
        pixel.focus();
        pixel.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
      }
      return [reader.querySelector(".dr-answer").textContent, [...reader.querySelectorAll("data")].map((share) => share.value)];
    })()"""
    shown = in_every_engine(engines, f"{http_book}/book/intro.html", 360, drawn)
    answer, shares = shown["chromium"]
    for name in ("firefox", "webkit"):
        assert shown[name][0] == answer
        assert list(map(float, shown[name][1])) == pytest.approx(list(map(float, shares)), rel=1e-12)


def test_in_a_frame_that_may_keep_nothing_the_page_works_and_says_what_it_can_not(engine, http_book):
    engine.resize(1280, 800)
    engine.open_in_sandbox(f"{http_book}/book/intro.html")
    engine.run(DRAWN)
    said = engine.run(
        """(async () => {
          document.querySelector(".bp-next").click();
          const switches = [...document.querySelectorAll(".theme-switch-button")];
          const icons = () => [...document.fonts].some(({ family, status }) => /Awesome/.test(family) && status === "loaded");
          const end = Date.now() + 10000;
          while (!icons() && Date.now() < end) await new Promise(requestAnimationFrame);
          return {
            status: document.querySelector(".bp-status").textContent,
            words: switches[0].dataset.bsTitle,
            icons: icons(),
            failed: document.querySelectorAll(".widget-failed").length,
            kept: [localStorage, sessionStorage].map((storage) => (storage.setItem("a", 1), storage.getItem("a"))),
          };
        })()"""
    )
    assert said["status"].startswith("quantity 1 of")
    assert said["words"] == "Color mode (for this page only: the browser lets it keep nothing)"
    assert said["icons"] is True
    assert said["failed"] == 0
    assert said["kept"] == ["1", "1"]


def test_selecting_a_formula_to_copy_it_changes_no_number(engine, http_book):
    """The reader's pointer goes down on a given number of the formula, and up further on."""
    engine.resize(1280, 800)
    engine.open(f"{http_book}/book/intro.html")
    engine.run(DRAWN)
    value = engine.run(
        """(() => {
          const stepper = document.querySelector(".bp-stepper");
          stepper.querySelector(".bp-next").click();
          const given = [...stepper.querySelectorAll(".bp-lines [data-q^=w]")].at(-1), name = given.dataset.q;
          const at = (kind, x) => given.dispatchEvent(new PointerEvent(kind, { bubbles: true, button: 0, clientX: x, pointerId: 1 }));
          const shown = () => stepper.querySelector(`.bp-picture [data-q="${name}"] .bp-value`).textContent;
          const before = shown();
          at("pointerdown", 100); at("pointermove", 160); at("pointerup", 160);
          getSelection().selectAllChildren(stepper.querySelector(".bp-lines"));
          given.dispatchEvent(new MouseEvent("click", { bubbles: true }));
          return [before, shown(), stepper.querySelector(".bp-status").textContent];
        })()"""
    )
    assert value[0] == value[1] != ""
    assert value[2].startswith("quantity 1 of")


REFUSED = ["1/2", "½", "1e400", "0x10", "1,000", "abc", "--1", "1e", "9" * 400]


def test_a_number_field_keeps_the_old_value_whatever_is_refused(engine, http_book):
    engine.resize(1280, 800)
    engine.open(f"{http_book}/book/intro.html")
    engine.run(DRAWN)
    for text in REFUSED:
        field, said = engine.run(
            f"""(() => {{
              const field = document.querySelector(".bp-editor input[type=text]");
              field.focus();
              for (let length = 1; length <= "{text}".length; length += 1) {{
                field.value = "{text}".slice(0, length);
                field.dispatchEvent(new Event("input", {{ bubbles: true }}));
              }}
              field.dispatchEvent(new Event("change", {{ bubbles: true }}));
              return [field.value, document.querySelector(".bp-editor .bp-message").textContent];
            }})()"""
        )
        assert field == "0.4", text
        assert "The old value 0.4 stays" in said
        assert len(said) < 200
