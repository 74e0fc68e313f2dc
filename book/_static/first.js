/* What has to happen before the page is painted: no flash of the wrong theme. */
(() => {
  "use strict";

  const page = document.documentElement.dataset;

  // The theme chooses between light and dark at the end of the page; by then a dark page has flashed light.
  page.mode ||= "auto";
  if (page.mode === "auto") page.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

  // The theme's scripts for menus and buttons wait until the page can be read; each then has a task of its own, so that
  // the page answers in between.
  addEventListener("load", () => {
    const scripts = ["bootstrap.js", "pydata-sphinx-theme.js"];
    const runNext = () => {
      const name = scripts.shift();
      if (!name) return;
      const src = `${page.content_root}_static/scripts/${name}`;
      document.body.append(Object.assign(document.createElement("script"), { src, onload: () => setTimeout(runNext) }));
    };
    setTimeout(runNext);
  });
})();
