// The digit reader: a picture that the reader changes, and the share of each class. Entry of DigitReader.

import { element, setState, setText } from "../shared/dom.js";
import { follow } from "../shared/follow.js";
import { PixelGrid, thumbnail } from "./pixel_grid.js";
import { Program } from "../shared/program.js";

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** One view of the model. The model holds the pixels; the network's expressions give the shares. */
class DigitReaderView {
  constructor(model, el) {
    this.model = model;
    this.definition = model.get("definition");
    this.program = new Program(this.definition.quantities);
    this.build();
    el.append(this.root);
    this.unfollow = follow(model, ["pixels"], () => this.draw());
    this.draw();
  }

  build() {
    const { images, labels, columns, inputs, outputs } = this.definition;
    this.choices = images.map((image, i) =>
      element("button", {
        type: "button",
        class: "bp-button dr-choice",
        "aria-label": `a handwritten ${labels[i]}`,
        click: () => this.put(image),
      }, thumbnail(image, columns))
    );
    this.grid = new PixelGrid({
      count: inputs.length,
      columns,
      change: (place, ink) => this.change(this.model.get("pixels").map((old, i) => (i === place ? ink : old))),
      settled: () => this.announce(),
    });
    const clear = element(
      "button",
      { type: "button", class: "bp-button", click: () => this.put(inputs.map(() => 0)) },
      "Clear",
    );
    this.answer = element("p", { class: "dr-answer" });
    this.rows = outputs.map((_, k) => {
      const bar = element("div", { class: "dr-bar", style: "width: 0" });
      const share = element("data", {});
      const row = element(
        "tr",
        {},
        element("th", { scope: "row" }, String(k)),
        element("td", { class: "dr-track" }, bar),
        element("td", { class: "dr-share" }, share),
      );
      return { row, bar, share };
    });
    const shares = element(
      "table",
      { class: "dr-shares" },
      element("caption", {}, "The share of each digit"),
      element("tbody", {}, ...this.rows.map(({ row }) => row)),
    );
    this.live = element("p", { class: "bp-hidden", "aria-live": "polite" });
    this.root = element(
      "section",
      {
        class: "bp-widget dr-reader",
        "aria-label": "A network that reads digits",
        "data-lm-suppress-shortcuts": "true",
      },
      element("div", { class: "dr-choices", role: "group", "aria-label": "pictures to begin with" }, ...this.choices),
      element(
        "div",
        { class: "dr-main" },
        this.answer,
        element("div", { class: "dr-picture" }, this.grid.box, clear),
        shares,
      ),
      element(
        "p",
        { class: "dr-how" },
        "Draw on the picture: ink where there is none, paper where there is ink. ",
        element("span", { class: "dr-keys" }, "With keys: arrows move, Space changes a pixel."),
      ),
      this.live,
    );
  }

  /** Stop listening; the page no longer shows this view. */
  remove() {
    this.unfollow();
  }

  change(pixels) {
    this.model.set("pixels", pixels);
    this.model.save_changes();
    this.draw();
  }

  put(pixels) {
    this.change([...pixels]);
    this.announce();
  }

  shares(pixels) {
    const { given, inputs, outputs } = this.definition;
    const values = { ...given, ...Object.fromEntries(inputs.map((name, i) => [name, pixels[i]])) };
    this.program.evaluate((name) => values[name]);
    return outputs.map((name) => this.program.value(name));
  }

  draw() {
    const pixels = this.model.get("pixels");
    const shares = this.shares(pixels);
    const best = shares.indexOf(Math.max(...shares));
    this.grid.update(pixels);
    this.rows.forEach(({ row, bar, share }, k) => {
      setState(row, "data-best", k === best);
      bar.style.width = `${100 * shares[k]}%`;
      setState(share, "value", shares[k]);
      setText(share, percent(shares[k]));
    });
    setText(this.answer, `The network reads ${best}`);
    this.spoken = `The network reads ${best}, with a share of ${percent(shares[best])}`;
    this.choices.forEach((choice, i) => {
      const image = this.definition.images[i];
      setState(choice, "aria-pressed", String(image.every((ink, place) => ink === pixels[place])));
    });
  }

  announce() {
    setText(this.live, this.spoken);
  }
}

function render({ model, el }) {
  const view = new DigitReaderView(model, el);
  return () => view.remove();
}

export default { render };
