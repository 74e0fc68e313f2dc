/* The search page: the sections that fit the reader's words best, each with its sentence.

   A section is scored by how rare and how frequent the words are in it (BM25, Robertson and Zaragoza 2009), by how many
   of them it has, and above all by its title: who types the name of a chapter or of a term wants that one. Words are
   compared by their stems (Sphinx's language_data.js), and a letter is found by its name too: delta and δ are one word. */
(() => {
  "use strict";

  // deno-fmt-ignore
  const LETTERS = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", Δ: "delta", ε: "epsilon", θ: "theta", λ: "lambda", μ: "mu",
    π: "pi", σ: "sigma", Σ: "sigma", φ: "phi", ω: "omega", "∂": "partial", "∇": "nabla",
  };
  const MOST_RESULTS = 20, MOST_OF_A_PAGE = 3, AROUND = 110;
  const WORD = /[\p{Script=Greek}∂∇]|[\p{Script=Latin}\p{Number}_]+/gu;

  const stemmer = new Stemmer();
  const stems = new Map(); // each word is stemmed once
  function stemOf(word) {
    if (!stems.has(word)) stems.set(word, LETTERS[word] ?? stemmer.stemWord(word.toLowerCase()));
    return stems.get(word);
  }
  // Formulas are written with mathematical letters (𝑎) and indices (a₁): their plain forms are what is typed.
  const wordsOf = (text) => text.normalize("NFKC").match(WORD) ?? [];
  const isWord = (word) => !stopwords.includes(word.toLowerCase());
  const unique = (items) => [...new Set(items)];
  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

  class Section {
    constructor([page, anchor, title, text], pages) {
      Object.assign(this, { anchor, title, text, page: pages[page][1], href: pages[page][0] });
      this.titleStems = wordsOf(title).filter(isWord).map(stemOf);
      this.words = wordsOf(`${title} ${text}`);
      this.run = ` ${this.words.filter(isWord).map(stemOf).join(" ")} `;
      this.counts = new Map();
      for (const word of this.words) this.counts.set(stemOf(word), (this.counts.get(stemOf(word)) ?? 0) + 1);
    }
  }

  class Index {
    constructor({ pages, sections, words }) {
      this.sections = sections.map((section) => new Section(section, pages));
      this.readersWords = words.map(([phrase, n]) => [unique(this.query(phrase)), this.sections[n]]);
      this.meanLength = sum(this.sections.map(({ words }) => words.length)) / this.sections.length;
      this.holding = new Map(); // how many sections hold a stem
      for (const { counts } of this.sections) {
        for (const stem of counts.keys()) this.holding.set(stem, (this.holding.get(stem) ?? 0) + 1);
      }
    }

    query(text) {
      const words = wordsOf(text);
      const telling = words.filter(isWord);
      return (telling.length ? telling : words).map(stemOf);
    }

    /** What a word that nobody wrote may begin: backprop, backpropagation. */
    completed(stem) {
      if (this.holding.has(stem) || stem.length < 3) return [stem];
      const longer = [...this.holding.keys()].filter((known) => known.startsWith(stem));
      return longer.length ? longer : [stem];
    }

    weight(stem) {
      const holding = this.holding.get(stem) ?? 0;
      return Math.log(1 + (this.sections.length - holding + 0.5) / (holding + 0.5));
    }

    /** BM25's measure of one word in one section, up to (k + 1) times its weight. */
    relevance(stem, section) {
      const count = section.counts.get(stem) ?? 0, k = 1.2, b = 0.75;
      const length = 1 - b + b * section.words.length / this.meanLength;
      return this.weight(stem) * count * (k + 1) / (count + k * length);
    }

    score(stems, section) {
      const choices = stems.map((stem) => this.completed(stem));
      const best = choices.map((choice) => Math.max(...choice.map((stem) => this.relevance(stem, section))));
      const weights = choices.map((choice) => Math.max(...choice.map((stem) => this.weight(stem))));
      const there = sum(weights.filter((_, n) => best[n] > 0)) / sum(weights);
      const phrase = stems.length > 1 && section.run.includes(` ${stems.join(" ")} `) ? 1.5 : 1;
      return sum(best) * there ** 2 * phrase + sum(weights) * this.titleBonus(choices, section);
    }

    /** 4 where title and query are the same words, less where one has more than the other. */
    titleBonus(choices, { titleStems, anchor }) {
      const fits = (stem) => choices.some((choice) => choice.includes(stem));
      const asked = choices.filter((choice) => choice.some((stem) => titleStems.includes(stem))).length /
        choices.length;
      const used = titleStems.filter(fits).length / Math.max(1, titleStems.length);
      return 4 * asked ** 2 * used * (anchor ? 1 : 1.25);
    }

    /** A reader's phrase leads to its section if most of its words are in the query, and most of the query in it. */
    phraseBonus(stems, section) {
      const shares = this.readersWords.filter(([, place]) => place === section).map(([phrase]) => {
        const common = sum(phrase.filter((stem) => stems.includes(stem)).map((stem) => this.weight(stem)));
        const all = sum(unique([...phrase, ...stems]).map((stem) => this.weight(stem)));
        return common / all;
      });
      const share = Math.max(0, ...shares);
      return share > 0.4 ? 5 * share * sum(stems.map((stem) => this.weight(stem))) : 0;
    }

    search(text) {
      const stems = unique(this.query(text));
      if (!stems.length) return [];
      const found = this.sections
        .map((section) => ({ section, score: this.score(stems, section) + this.phraseBonus(stems, section) }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score);
      const least = found.length ? found[0].score / 8 : 0;
      const ofPage = new Map();
      return found.filter(({ section: { href }, score }) => {
        ofPage.set(href, (ofPage.get(href) ?? 0) + 1);
        return score >= least && ofPage.get(href) <= MOST_OF_A_PAGE;
      }).slice(0, MOST_RESULTS).map(({ section }) => section);
    }

    /** The words of a section, as it writes them, that a query has found there; single letters only if it has no more. */
    foundWords(text, section) {
      const wanted = new Set(this.query(text).flatMap((stem) => this.completed(stem)));
      const found = unique(section.words.filter((word) => wanted.has(stemOf(word))).map((word) => word.toLowerCase()));
      const telling = found.filter((word) => word.length > 1 || word in LETTERS);
      return telling.length ? telling : found;
    }
  }

  /** The part of a text that holds most of the words: [[text, whether it was found], …]. */
  function excerpt(text, words) {
    const places = [...text.matchAll(WORD)].filter(([word]) => words.includes(word.normalize("NFKC").toLowerCase()));
    const heldFrom = (place) =>
      new Set(
        places.filter(({ index }) => index >= place.index && index < place.index + 2 * AROUND).map(([word]) => word),
      );
    const first = places.reduce(
      (best, place) => heldFrom(place).size > heldFrom(best).size ? place : best,
      places[0] ?? { index: 0 },
    );
    let start = Math.max(0, first.index - AROUND), end = Math.min(text.length, first.index + 2 * AROUND);
    while (start > 0 && /\S/.test(text[start - 1])) start--;
    while (end < text.length && /\S/.test(text[end])) end++;
    const pieces = [[start > 0 ? "… " : "", false]];
    for (const { 0: word, index } of places.filter(({ index }) => index >= start && index < end)) {
      pieces.push([text.slice(start, index), false], [word, true]);
      start = index + word.length;
    }
    return [...pieces, [text.slice(start, end) + (end < text.length ? " …" : ""), false]];
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function resultOf(section, words) {
    const query = words.length ? `?found=${encodeURIComponent(words.join(" "))}` : "";
    const href = `${section.href}${query}${section.anchor ? `#${section.anchor}` : ""}`;
    const title = section.anchor ? `${section.page} › ${section.title}` : section.page;
    const text = excerpt(section.text, words).map(([part, found]) => found ? element("mark", {}, part) : part);
    return element("li", {}, element("a", { href }, title), element("p", { className: "context" }, ...text));
  }

  function show(text, out) {
    const index = new Index(window.bookSections);
    const found = index.search(text);
    const said = found.length
      ? `${found.length} ${found.length === 1 ? "place" : "places"}, the best first`
      : "Nothing found. Try one word of it, or look into the glossary.";
    const results = found.map((section) => resultOf(section, index.foundWords(text, section)));
    out.replaceChildren(
      element("p", { className: "search-summary", role: "status" }, said),
      element("ol", { className: "search" }, ...results),
    );
  }

  const query = new URLSearchParams(location.search).get("q")?.trim();
  if (query) {
    document.querySelectorAll('input[name="q"]').forEach((field) => (field.value = query));
    show(query, document.getElementById("search-results"));
  }
})();
