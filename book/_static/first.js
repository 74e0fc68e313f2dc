/* What has to happen before the page is painted: no flash of the wrong theme, and no script that dies where the browser
   keeps nothing (storage blocked, a sandboxed frame). */
(() => {
  "use strict";

  const page = document.documentElement.dataset;

  try {
    localStorage.getItem("mode");
  } catch {
    const kept = new Map(); // for as long as the page is open
    const value = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => kept.set(key, String(text)),
      removeItem: (key) => kept.delete(key),
    };
    Object.defineProperty(window, "localStorage", { value });
  }

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
