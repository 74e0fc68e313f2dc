/* The search page: the entries that fit the reader's words best, each with its sentence.

   An entry is a section, a term, a definition or an exercise. It is scored by how rare and how frequent the words are in
   it (BM25, Robertson and Zaragoza 2009), where a stressed word counts for more and one in code or in a formula for less;
   by how many of the words it has, and has in one paragraph; and above all by its title: who types the name of a chapter
   or of a term wants that one. Words are compared by their stems (Sphinx's language_data.js), so that a word finds its
   other forms, and a letter is found by its name too: delta and δ are one word. */
(() => {
  "use strict";

  // deno-fmt-ignore
  const LETTERS = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", Δ: "delta", ε: "epsilon", θ: "theta", λ: "lambda", μ: "mu",
    π: "pi", σ: "sigma", Σ: "sigma", φ: "phi", ω: "omega", "∂": "partial", "∇": "nabla",
  };
  // What the stemmer, which knows regular English in American spelling, takes for different words.
  const IRREGULAR = {
    biases: "bias",
    matrices: "matrix",
    indices: "index",
    axes: "axis",
    summed: "sum",
    dying: "dead",
  };
  const ASKING = "why what how when where which who do does did i my me can should some after than".split(" ");
  const MOST_RESULTS = 20, AROUND = 110;
  const WEIGHT = { title: 3, stressed: 2, prose: 1, rest: 0.3 }; // of one occurrence
  const LEAST = 0.25; // what a result must score for each of the words, by their weights
  const WORD = /[\p{Script=Greek}∂∇]|[\p{Script=Latin}\p{Number}_]+/gu;

  const stemmer = new Stemmer();
  const stems = new Map(); // each word is stemmed once
  function stemOf(word) {
    if (!stems.has(word)) {
      const small = word.toLowerCase();
      const spelled = (IRREGULAR[small] ?? small).replace(/is(e[sd]?|ing|ation)$/, "iz$1");
      stems.set(word, LETTERS[word] ?? stemmer.stemWord(spelled));
    }
    return stems.get(word);
  }
  // Formulas are written with mathematical letters (𝑎) and indices (a₁): their plain forms are what is typed.
  const wordsOf = (text) => text.normalize("NFKC").match(WORD) ?? [];
  const isWord = (word) => !stopwords.includes(word.toLowerCase());
  const stemsOf = (text) => wordsOf(text).filter(isWord).map(stemOf);
  const unique = (items) => [...new Set(items)];
  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

  /** Whether each of the words stands in one run that is hardly longer than they are, in whatever order. */
  function isTogether(paragraph, choices) {
    return paragraph.some((_, start) => {
      const run = paragraph.slice(start, start + choices.length + 1);
      return choices.every((choice) => choice.some((stem) => run.includes(stem)));
    });
  }

  class Entry {
    constructor([page, anchor, label, title, prose, rest, stressed], pages) {
      Object.assign(this, { anchor, label, title, page: pages[page][1], href: pages[page][0] });
      this.paragraphs = prose.split("\n");
      this.words = wordsOf(`${title} ${prose} ${rest}`);
      this.titleStems = stemsOf(title);
      this.counts = new Map();
      // A term or what has a number says what a word or a letter means, where a section may only use it.
      this.defines = anchor.startsWith("term-") || /^(Definition|Theorem|Algorithm)/.test(label);
      const parts = { title: `${label} ${title}`, stressed: `${stressed} ${anchor.replaceAll("-", " ")}`, prose, rest };
      for (const [part, text] of Object.entries(parts)) {
        const weight = part === "rest" && this.defines ? WEIGHT.stressed : WEIGHT[part];
        for (const stem of wordsOf(text).map(stemOf)) this.counts.set(stem, (this.counts.get(stem) ?? 0) + weight);
      }
      this.length = sum([...this.counts.values()]);
    }
  }

  class Index {
    constructor({ pages, entries, words }) {
      this.entries = entries.map((entry) => new Entry(entry, pages));
      this.readersWords = words.map(([phrase, n]) => [this.query(phrase).stems, this.entries[n]]);
      this.meanLength = sum(this.entries.map(({ length }) => length)) / this.entries.length;
      this.holding = new Map(); // how many entries hold a stem
      for (const { counts } of this.entries) {
        for (const stem of counts.keys()) this.holding.set(stem, (this.holding.get(stem) ?? 0) + 1);
      }
    }

    /** The stems of a text: of its telling words, if it has any; for titles also those that only ask: Why it is fast. */
    query(text) {
      const words = wordsOf(text);
      const telling = words.filter(isWord);
      const said = telling.filter((word) => !ASKING.includes(word.toLowerCase()));
      const stemsOfFirst = (...choices) => unique((choices.find(({ length }) => length) ?? []).map(stemOf));
      return { stems: stemsOfFirst(said, telling, words), ofTitle: stemsOfFirst(telling, words) };
    }

    /** What a word that nobody wrote may begin: backprop, backpropagation. */
    completed(stem) {
      if (this.holding.has(stem) || stem.length < 3) return [stem];
      const longer = [...this.holding.keys()].filter((known) => known.startsWith(stem));
      return longer.length ? longer : [stem];
    }

    weight(stem) {
      const holding = this.holding.get(stem) ?? 0;
      return Math.log(1 + (this.entries.length - holding + 0.5) / (holding + 0.5));
    }

    /** BM25's measure of one word in one entry, up to (k + 1) times its weight. */
    relevance(stem, entry) {
      const count = entry.counts.get(stem) ?? 0, k = 1.2, b = 0.75;
      const length = 1 - b + b * entry.length / this.meanLength;
      return this.weight(stem) * count * (k + 1) / (count + k * length);
    }

    score({ stems, ofTitle }, entry) {
      return this.textScore(stems, entry) +
        this.total(stems) * (this.titleBonus(ofTitle, entry) + this.phraseBonus(stems, entry));
    }

    total(stems) {
      return sum(stems.map((stem) => Math.max(...this.completed(stem).map((each) => this.weight(each)))));
    }

    textScore(stems, entry) {
      const choices = stems.map((stem) => this.completed(stem));
      const best = choices.map((choice) => Math.max(...choice.map((stem) => this.relevance(stem, entry))));
      if (!sum(best)) return 0;
      const share = (isThere) => this.total(stems.filter((_, n) => isThere(n))) / this.total(stems);
      const inParagraph = (paragraph) => {
        const there = choices.map((choice) => paragraph.filter((stem) => choice.includes(stem)).length > 0);
        return share((n) => there[n]) ** 2 * (stems.length > 1 && isTogether(paragraph, choices) ? 1.5 : 1);
      };
      const inOne = Math.max(...[entry.title, ...entry.paragraphs].map((text) => inParagraph(stemsOf(text))));
      return (entry.defines ? 1.3 : 1) * sum(best) * (share((n) => best[n] > 0) ** 2 + inOne) / 2;
    }

    /** 4 where title and query are the same words, less where one has more than the other. */
    titleBonus(stems, { titleStems, anchor }) {
      const choices = stems.map((stem) => this.completed(stem));
      const fits = (stem) => choices.some((choice) => choice.includes(stem));
      const asked = choices.filter((choice) => choice.some((stem) => titleStems.includes(stem))).length /
        choices.length;
      const used = titleStems.filter(fits).length / Math.max(1, titleStems.length);
      return 4 * asked ** 2 * used * (anchor ? 1 : 1.75);
    }

    /** A reader's phrase leads to its entry if most of its words are in the query, and most of the query in it. */
    phraseBonus(stems, entry) {
      const shares = this.readersWords.filter(([, place]) => place === entry).map(([phrase]) => {
        const common = sum(phrase.filter((stem) => stems.includes(stem)).map((stem) => this.weight(stem)));
        const all = sum(unique([...phrase, ...stems]).map((stem) => this.weight(stem)));
        return common / all;
      });
      const share = Math.max(0, ...shares);
      return share > 0.4 ? 5 * share : 0;
    }

    /** The best entries, each after the first of a page a little lower, so that one page doesn't fill the list. */
    search(text) {
      const query = this.query(text);
      if (!query.stems.length) return [];
      const byScore = (one, other) => other.score - one.score;
      const ofPage = new Map();
      return this.entries
        .map((entry) => ({ entry, score: this.score(query, entry) }))
        .filter(({ score }) => score > LEAST * this.total(query.stems))
        .sort(byScore)
        .map(({ entry, score }) => {
          const before = ofPage.get(entry.href) ?? 0;
          ofPage.set(entry.href, before + 1);
          return { entry, score: score * 0.9 ** before };
        })
        .sort(byScore)
        .slice(0, MOST_RESULTS)
        .map(({ entry }) => entry);
    }

    /** The words of an entry, as it writes them, that a query has found there; single letters only if it has no more. */
    foundWords(text, entry) {
      const wanted = new Set(this.query(text).stems.flatMap((stem) => this.completed(stem)));
      const found = unique(entry.words.filter((word) => wanted.has(stemOf(word))).map((word) => word.toLowerCase()));
      const telling = found.filter((word) => word.length > 1 || word in LETTERS);
      return telling.length ? telling : found;
    }
  }

  /** From the paragraph that holds most of the words, the part that does: [[text, whether it was found], …]. */
  function excerpt(paragraphs, words) {
    const placesIn = (text) =>
      [...text.matchAll(WORD)].filter(([word]) => words.includes(word.normalize("NFKC").toLowerCase()));
    const different = (places) => new Set(places.map(([word]) => stemOf(word.normalize("NFKC")))).size;
    const best = (items, size) => items.reduce((best, item) => size(item) > size(best) ? item : best, items[0]);
    const text = best(paragraphs, (paragraph) => different(placesIn(paragraph)) + Math.min(paragraph.length, 80) / 160);
    const places = placesIn(text);
    const heldFrom = ({ index: from }) =>
      different(places.filter(({ index }) => index >= from && index < from + 2 * AROUND));
    const first = best(places, heldFrom) ?? { index: 0 };
    let start = first.index > AROUND + 40 ? first.index - AROUND : 0, end = Math.min(text.length, start + 3 * AROUND);
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

  function resultOf(entry, words) {
    const query = words.length ? `?found=${encodeURIComponent(words.join(" "))}` : "";
    const href = `${entry.href}${query}${entry.anchor ? `#${entry.anchor}` : ""}`;
    const named = [entry.label, entry.title].filter(Boolean).join(": ");
    const title = entry.anchor ? `${entry.page} › ${named}` : entry.page;
    const text = excerpt(entry.paragraphs, words).map(([part, found]) => found ? element("mark", {}, part) : part);
    return element("li", {}, element("a", { href }, title), element("p", { className: "context" }, ...text));
  }

  function show(text, out) {
    const index = new Index(window.bookSections);
    const found = index.search(text);
    const said = found.length
      ? `${found.length} ${found.length === 1 ? "place" : "places"}, the best first`
      : "Nothing found. Try one word of it, or look into the glossary.";
    const results = found.map((entry) => resultOf(entry, index.foundWords(text, entry)));
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
