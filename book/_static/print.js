/* Printing: paper is light, nothing can be unfolded on it, and the solutions are on it or not, as the reader chose. */
(() => {
  "use strict";

  const page = document.documentElement.dataset;
  const folded = [];
  let theme;

  addEventListener("beforeprint", () => {
    theme = page.theme;
    page.theme = "light";
    folded.push(...document.querySelectorAll("article details:not([open])"));
    folded.forEach((details) => (details.open = true));
  });
  addEventListener("afterprint", () => {
    page.theme = theme;
    folded.splice(0).forEach((details) => (details.open = false));
    delete page.print; // the choice holds for one print
  });

  for (const choice of ["with-solutions", "without-solutions"]) {
    document.querySelector(`.btn-print-${choice}`)?.addEventListener("click", () => {
      page.print = choice;
      print();
    });
  }
})();
