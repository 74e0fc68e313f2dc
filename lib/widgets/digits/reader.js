// The digit reader: a picture that the reader changes, and the share of each class. Entry of DigitReader.

import { element, setState, setText } from "../shared/dom.js";
import { PixelGrid, thumbnail } from "./pixel_grid.js";
import { Program } from "../shared/program.js";
import { renderWith, View } from "../shared/view.js";

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** The model holds the pixels; the network's expressions give the shares. */
class DigitReaderView extends View {
  static traits = ["pixels"];

  build() {
    const { quantities, images, labels, columns, inputs, outputs } = this.definition;
    this.program = new Program(quantities);
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
      change: (place, ink) => this.act({ pixels: this.state.pixels.map((old, i) => (i === place ? ink : old)) }),
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
    this.frame(
      { class: "bp-widget dr-reader", "aria-label": "A network that reads digits" },
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
    );
  }

  put(pixels) {
    this.act({ pixels: [...pixels] });
    this.announce();
  }

  shares(pixels) {
    const { given, inputs, outputs } = this.definition;
    const values = { ...given, ...Object.fromEntries(inputs.map((name, i) => [name, pixels[i]])) };
    this.program.evaluate((name) => values[name]);
    return outputs.map((name) => this.program.value(name));
  }

  draw() {
    const { pixels } = this.state;
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
    this.said = `The network reads ${best}, with a share of ${percent(shares[best])}`;
    this.choices.forEach((choice, i) => {
      const image = this.definition.images[i];
      setState(choice, "aria-pressed", String(image.every((ink, place) => ink === pixels[place])));
    });
  }
}

export default renderWith(DigitReaderView);
