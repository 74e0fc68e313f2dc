/* What every page needs: formulas that are wider than the page scroll in a box of their own, within reach of the
   keyboard; and what is folded away on screen is printed. */
(() => {
  "use strict";

  // A box is a stop for the Tab key only while there is something to scroll.
  function offerKeyboard(box) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
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
  function boxWideInlineFormulas(article) {
    const room = (math) => math.closest("p, li, dd, td, th, figcaption, summary, div")?.clientWidth ?? article.clientWidth;
    const wide = [...article.querySelectorAll('math:not([display="block"])')].filter(
      (math) => !math.closest(".formula, .widget-place") && math.getBoundingClientRect().width > room(math),
    );
    for (const math of wide) {
      const box = document.createElement("span");
      box.className = "formula";
      math.replaceWith(box);
      box.append(math);
      widths.observe(box);
    }
  }

  document.querySelectorAll("div.formula").forEach((box) => widths.observe(box));
  const article = document.querySelector("article");
  if (article) new ResizeObserver(() => boxWideInlineFormulas(article)).observe(article);

  const folded = [];
  window.addEventListener("beforeprint", () => {
    folded.push(...document.querySelectorAll("article details:not([open])"));
    folded.forEach((details) => (details.open = true));
  });
  window.addEventListener("afterprint", () => {
    folded.splice(0).forEach((details) => (details.open = false));
  });
})();
