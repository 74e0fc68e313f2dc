/* Draws the widgets of a built page: no kernel, no server, no network; it works from file:// too.

   The build leaves three things behind:
   - <div class="widget-place" data-model="ID">: where a widget goes;
   - <script type="application/vnd.jupyter.widget-state+json">: {ID: {trait: value, ..., _esm: KEY}};
   - window.bookModules[KEY](): what the widget's module exports, from a file that all pages share.

   A widget's module is the one that runs in JupyterLab: `export default { initialize?, render }`. The function that `render`
   returns, if any, is called when the reader leaves the page for good. What a module gets here:
   - model.get(name), model.set(name, value) or model.set({name: value}), model.save_changes();
   - model.on("change:name" or "change", callback), model.off(event?, callback?);
   - model.send(...) does nothing: there is no kernel to hear it.
   Several views of one model share that model and stay in step.

   Who comes Back to a page, from the equation that a link led to, finds the widgets as they were left, also where the
   browser has to load the page anew (it has to from disk). A page that was built anew meanwhile begins at the start.

   For links to the book's numbered equations, a widget asks
       window.book?.equation("deltalasteq")   ->   { href, number }, or undefined where there is no such label.
   In JupyterLab there is no window.book: show the equation's name instead. */
(() => {
  "use strict";

  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const contentRoot = document.documentElement.dataset.content_root;

  window.book = {
    equation(label) {
      const found = window.bookEquations?.[label];
      return found && { href: contentRoot + found.href, number: found.number };
    },
  };

  class Model {
    #state;
    #listeners = new Map();
    changed = {}; // what the reader has set

    constructor(state) {
      this.#state = state;
    }
    get(name) {
      return this.#state[name];
    }
    set(name, value) {
      const changes = typeof name === "object" ? name : { [name]: value };
      const changed = Object.keys(changes).filter((key) => changes[key] !== this.#state[key]);
      for (const key of changed) this.#state[key] = this.changed[key] = changes[key];
      changed.forEach((key) => this.#tell(`change:${key}`, this.#state[key]));
      if (changed.length) this.#tell("change");
    }
    on(event, callback) {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), callback]);
    }
    off(event, callback) {
      const events = event ? [event] : [...this.#listeners.keys()];
      for (const name of events) {
        const kept = (this.#listeners.get(name) ?? []).filter((each) => callback && each !== callback);
        this.#listeners.set(name, kept);
      }
    }
    save_changes() {}
    send() {}
    #tell(event, ...details) {
      for (const callback of this.#listeners.get(event) ?? []) callback(this, ...details);
    }
  }

  // Each value is a promise, kept: whoever asks a second time waits for the first answer and gets the same one.
  const once = (make) => {
    const made = new Map();
    return (key) => {
      if (!made.has(key)) made.set(key, make(key));
      return made.get(key);
    };
  };

  const moduleOf = once(async (key) => {
    const widget = window.bookModules[key]();
    return typeof widget === "function" ? await widget() : widget;
  });

  const states = JSON.parse(document.querySelector(STATE)?.textContent ?? "{}");

  const models = new Map();
  const [arrival] = performance.getEntriesByType("navigation");
  const kept = arrival?.type === "back_forward" ? history.state?.widgets : undefined;
  const left = kept?.built === document.lastModified ? kept.models : {};
  addEventListener("pagehide", () => {
    const changed = Object.fromEntries([...models].map(([id, model]) => [id, model.changed]));
    history.replaceState({ ...history.state, widgets: { built: document.lastModified, models: changed } }, "");
  });

  const modelOf = once(async (id) => {
    if (!states[id]) throw new Error(`the page has no state for widget ${id}`);
    const model = new Model(states[id]);
    models.set(id, model);
    if (left[id]) model.set(left[id]);
    const widget = await moduleOf(model.get("_esm"));
    await widget.initialize?.({ model });
    return { model, widget };
  });

  // Who may come Back to the page as it is, finds its widgets at work.
  const endings = []; // what `render` returned: a function that ends the view, or nothing
  addEventListener("pagehide", ({ persisted }) => {
    if (!persisted) endings.forEach((end) => end?.());
  });

  async function draw(place) {
    const table = place.parentElement.querySelector(":scope > .widget-table");
    try {
      const { model, widget } = await modelOf(place.dataset.model);
      const el = document.createElement("div");
      el.className = "widget-view";
      place.append(el);
      endings.push(await widget.render({ model, el }));
      if (table) table.open = false; // the widget shows the same numbers
    } catch (error) {
      console.error(error);
      place.textContent =
        `This part of the page could not be shown (${error.message}). Its numbers are in the table below.`;
      place.classList.add("widget-failed");
    }
    place.classList.add("widget-drawn");
  }

  // Each in a task of its own: the page answers in between.
  async function drawAll() {
    for (const place of document.querySelectorAll(".widget-place")) {
      await draw(place);
      await new Promise((goOn) => setTimeout(goOn));
    }
  }
  drawAll();
})();
