/* Where the browser keeps nothing (storage blocked, a sandboxed frame), the page keeps it for as long as it is open, and
   says so at the switch for light and dark. A sandboxed frame may fetch no font either: the icons come in a style.
   Before all other scripts: to ask for a storage that is denied ends a script. */
(() => {
  "use strict";

  const denied = (storage) => {
    try {
      window[storage].getItem("mode");
    } catch {
      return true;
    }
    return false;
  };

  const missing = ["localStorage", "sessionStorage"].filter(denied);
  for (const storage of missing) {
    const kept = new Map();
    const value = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => kept.set(key, String(text)),
      removeItem: (key) => kept.delete(key),
    };
    Object.defineProperty(window, storage, { value });
  }
  if (!missing.length) return;
  const icons = `${document.documentElement.dataset.content_root}_static/fonts/book-icons.css`;
  addEventListener("DOMContentLoaded", () => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: icons }));
    for (const button of document.querySelectorAll(".theme-switch-button")) {
      button.dataset.bsTitle += " (for this page only: the browser lets it keep nothing)";
    }
  });
})();
