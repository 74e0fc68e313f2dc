/* What every page needs: formulas that are wider than the page scroll in a box of their own, within reach of the
   keyboard.

   The browser lays a section out when it comes near (book.css). So nothing here may ask for the size of what it has not
   laid out yet: a question is enough to make it do so at once, for the whole page. */
(() => {
  "use strict";

  // A box is a stop for the Tab key only while there is something to scroll. All are asked before one is changed, so
  // that the page is laid out once.
  const SCROLLING = "div.formula, pre, .cell_output > .output, .widget-table-body, .pst-scrollable-table-container";
  const scrolls = (box) =>
    box.scrollWidth > box.clientWidth || (!box.matches(".formula") && box.scrollHeight > box.clientHeight);

  function offerKeyboard(boxes) {
    for (const [box, stop] of boxes.map((each) => [each, scrolls(each)])) {
      const attributes = box.matches(".formula")
        ? { tabindex: 0, role: "group", "aria-label": `${box.dataset.name ?? "Formula"}, scrolls sideways` }
        : { tabindex: 0 };
      for (const [name, value] of Object.entries(attributes)) {
        if (stop) box.setAttribute(name, value);
        else box.removeAttribute(name);
      }
    }
  }
  const widths = new ResizeObserver((entries) => offerKeyboard(entries.map(({ target }) => target)));

  const isLaidOut = (element) => element.checkVisibility({ contentVisibilityAuto: true });

  // A formula in a line of text is not broken by the browser: where it is wider than the text, it gets a box.
  const boxOf = (math) => math.closest("span.formula");
  const width = (element) => element.getBoundingClientRect().width;
  const room = (math) =>
    width((boxOf(math) ?? math).parentElement.closest("p, li, dt, dd, td, th, figcaption, summary, div"));

  function boxWideInlineFormulas(part) {
    const inline = [...part.querySelectorAll('math:not([display="block"])')].filter((math) =>
      !math.closest(".widget-place")
    );
    const misfits = inline.filter(isLaidOut).filter((math) => width(math) > room(math) !== Boolean(boxOf(math)));
    for (const math of misfits) {
      const box = boxOf(math);
      if (box) box.replaceWith(math);
      else {
        const added = document.createElement("span");
        added.className = "formula";
        math.replaceWith(added);
        added.append(math);
        widths.observe(added);
      }
    }
  }

  const boxes = [...document.querySelectorAll(SCROLLING)];
  const article = document.querySelector("article");
  boxes.forEach((box) => widths.observe(box));
  if (article) new ResizeObserver(() => boxWideInlineFormulas(article)).observe(article);
  article?.addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => {
    if (!skipped) boxWideInlineFormulas(target);
  }, true);
  // While sections and widgets above it are laid out, the place that a link leads to would drift away: not every
  // browser keeps the text in place, and none does before it has painted once. So it is brought back until the reader
  // takes over. found.js asks for it too.
  const TAKING_OVER = ["wheel", "touchstart", "pointerdown", "keydown"];

  globalThis.holdInView = (place, where = {}) => {
    const growth = new ResizeObserver(() => place.scrollIntoView({ behavior: "instant", ...where }));
    const leave = () => growth.disconnect();
    growth.observe(article);
    for (const event of TAKING_OVER) addEventListener(event, leave, { once: true });
    setTimeout(leave, 5000);
  };

  function holdLinked(hash) {
    const linked = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (linked && article) globalThis.holdInView(linked);
  }
  if (!location.search) holdLinked(location.hash);
  addEventListener("click", ({ target, defaultPrevented }) => {
    const link = target.closest("a[href]");
    if (link?.hash && link.pathname === location.pathname && !defaultPrevented) holdLinked(link.hash);
  });

  // Files to download are saved under their own name; a browser would show a notebook as text.
  for (const file of document.querySelectorAll('a:is([href$=".ipynb"], [href$=".zip"])')) {
    if (file.origin === location.origin) file.download = "";
  }

  // Another font makes other widths, not another box.
  document.fonts.ready.then(() => offerKeyboard(boxes.filter(isLaidOut)));
})();
