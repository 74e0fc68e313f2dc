// The buttons that move through a sequence, and their keys: Transport.

import { element, icon, labelled, setState, setText } from "./dom.js";

const ICONS = {
  first: "M3 3v10M13 3 6 8l7 5z",
  back: "M11 3 4 8l7 5z",
  next: "M5 3l7 5-7 5z",
  play: "M4 2.5 13 8l-9 5.5z",
  pause: "M5 3v10M11 3v10",
  last: "M13 3v10M3 3l7 5-7 5z",
};
const SPEEDS = { "½×": 2400, "1×": 1200, "3×": 400, "15×": 80 };
const KEYS = { ArrowLeft: "back", ArrowRight: "next", Home: "first", End: "last", " ": "toggle" };

/**
 * First, back, next, play, last in `box`; how fast in `speedBox`.
 * @param go `go(action)` with "first" | "back" | "next" | "last"
 * @param atEnd `atEnd()` says whether there is nothing more to play
 */
export class Transport {
  constructor({ key, go, atEnd }) {
    Object.assign(this, { go, atEnd, timer: null });
    this.first = this.button("first", "First", "Home");
    this.back = this.button("back", "Back", "←");
    this.next = this.button("next", "Next", "→");
    this.last = this.button("last", "Last", "End");
    this.playText = element("span", { class: "bp-face" });
    this.play = element("button", {
      type: "button",
      class: "bp-button bp-play",
      title: "Key: space",
      click: () => this.toggle(),
    });
    const option = (name) => element("option", { value: name, selected: name === "1×" }, name);
    const change = () => this.playing && this.start();
    this.speed = element("select", { id: `${key}-speed`, change }, ...Object.keys(SPEEDS).map(option));
    this.face();
    this.box = element(
      "div",
      { class: "bp-transport", role: "group", "aria-label": "steps" },
      this.first,
      this.back,
      this.next,
      this.play,
      this.last,
    );
    this.speedBox = labelled("Speed", this.speed);
  }

  button(action, text, key) {
    const face = element("span", { class: "bp-face" }, text);
    const parts = action === "next" ? [face, icon(ICONS.next)] : [icon(ICONS[action]), face];
    return element("button", {
      type: "button",
      class: `bp-button bp-${action}`,
      title: `Key: ${key}`,
      click: () => {
        this.stop();
        this.go(action);
      },
    }, ...parts);
  }

  /** @param {{position: number, count: number, nextWords: string}} view */
  update({ position, count, nextWords }) {
    // aria-disabled, because a disabled button would lose the keyboard's focus.
    setState(this.first, "aria-disabled", position === 0);
    setState(this.back, "aria-disabled", position === 0);
    setState(this.last, "aria-disabled", position === count);
    setState(this.next, "aria-disabled", nextWords === "");
    setText(this.next.firstChild, nextWords || "Next");
  }

  get playing() {
    return this.timer !== null;
  }

  get milliseconds() {
    return SPEEDS[this.speed.value];
  }

  toggle() {
    if (this.playing) return this.stop();
    this.start();
    return this.go("next");
  }

  start() {
    clearInterval(this.timer);
    const goOn = () => (this.atEnd() ? this.stop() : this.go("next"));
    this.timer = setInterval(() => document.hidden || goOn(), this.milliseconds);
    this.face();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.face();
  }

  face() {
    setText(this.playText, this.playing ? "Pause" : "Play");
    this.play.replaceChildren(icon(this.playing ? ICONS.pause : ICONS.play), this.playText);
  }

  /** The keys, for a keydown anywhere in the widget; what is typed into a control stays the control's. */
  key(event) {
    const action = KEYS[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, a")) return;
    if (event.key === " " && event.target.closest("button, summary")) return;
    event.preventDefault();
    event.stopPropagation();
    if (action === "toggle") return void this.toggle();
    this.stop();
    this.go(action);
  }
}
