/* What every page needs: formulas that are wider than the page scroll in a box of their own, within reach of the
   keyboard; and what is folded away on screen is printed. */
(() => {
  "use strict";

  // A box is a stop for the Tab key only while there is something to scroll.
  function offerKeyboard(box) {
    const scrolls = box.scrollWidth > box.clientWidth;
    if (scrolls) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", `${box.dataset.name ?? "Formula"}, scrolls sideways`);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }
  const widths = new ResizeObserver((entries) => entries.forEach(({ target }) => offerKeyboard(target)));

  // A formula in a line of text is not broken by the browser: where it is wider than the text, it gets a box.
  const boxOf = (math) => math.closest("span.formula");
  const width = (element) => element.getBoundingClientRect().width;
  const room = (math) => width((boxOf(math) ?? math).parentElement.closest("p, li, dt, dd, td, th, figcaption, summary, div"));

  function boxWideInlineFormulas(article) {
    const inline = [...article.querySelectorAll('math:not([display="block"])')].filter((math) => !math.closest(".widget-place"));
    const misfits = inline.filter((math) => width(math) > room(math) !== Boolean(boxOf(math)));
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

  const boxes = document.querySelectorAll("div.formula");
  const article = document.querySelector("article");
  boxes.forEach((box) => widths.observe(box));
  if (article) new ResizeObserver(() => boxWideInlineFormulas(article)).observe(article);
  document.fonts.ready.then(() => boxes.forEach(offerKeyboard)); // another font makes other widths, not another box

  // Paper is light, and nothing can be unfolded on it.
  const page = document.documentElement.dataset;
  let theme;
  const folded = [];
  window.addEventListener("beforeprint", () => {
    theme = page.theme;
    page.theme = "light";
    folded.push(...document.querySelectorAll("article details:not([open])"));
    folded.forEach((details) => (details.open = true));
  });
  window.addEventListener("afterprint", () => {
    page.theme = theme;
    folded.splice(0).forEach((details) => (details.open = false));
  });
})();
