r"""The symbols of formulas: found in a chapter's source, in LaTeX and in Unicode text, and broken into their parts.

A *symbol* is a letter with the kind of its indices. The kind says whether there is a layer in brackets at the top, and
how many lower indices there are: $w^{(2)}_{31}$ and $w^{(l)}_{jk}$ are the same symbol, $w_j$ is another one. What
stands in the indices is looked at by itself: l, j and k are symbols too. Numbers, primes, transposes and powers belong
to no symbol; upright words (new, Cost, sin) explain themselves.
"""

import posixpath
import re
import unicodedata
from collections import namedtuple

Formula = namedtuple("Formula", ["line", "latex"])
Symbol = namedtuple("Symbol", ["letter", "layered", "lower"], defaults=[False, 0])

GREEK = {
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "varphi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Upsilon",
    "Phi",
    "Psi",
    "Omega",
    "ell",
    "Cost",
}
ACCENTS = {"hat", "bar", "tilde", "vec", "dot", "mathbb"}
WORDS = {"text", "mathrm", "operatorname", "color"}
WRAPPERS = {"onwide", "onphone", "fwd", "err", "upd", "sha", "shb", "shc", "mathit", "boldsymbol"}
BRACES = {"underbrace", "overbrace"}  # what stands below or above is a remark, no index
SIGNS = {"odot", "top", "partial", "nabla", "circ", "otimes"}


# Where formulas stand


def formulas_of(source):
    """Every formula of a MyST text with its line: $…$, $$…$$, {math} blocks, and the labels of figures in its code."""
    found = []

    def take(match):
        found.append(Formula(source.count("\n", 0, match.start()) + 1, match[match.lastindex]))
        return _blank(match)

    def take_labels(match):
        for label in re.finditer(r"\$([^$\n]+)\$", match[0]):
            found.append(Formula(source.count("\n", 0, match.start() + label.start()) + 1, _label_latex(label[1])))
        return _blank(match)

    text = re.sub(r"^(`{3,})(?:\{code-cell\}|python|sh|text)[^\n]*\n.*?^\1[ ]*$", take_labels, source, flags=FENCE)
    text = re.sub(r"^[ ]*(`{3,})\{math\}[^\n]*\n(?:[ ]*:label:[^\n]*\n)?(.*?)^[ ]*\1[ ]*$", take, text, flags=FENCE)
    text = re.sub(r"\$\$(.+?)\$\$", take, text, flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`", _blank, text)
    re.sub(r"\$([^$]+)\$", take, text)
    return sorted(found)


FENCE = re.MULTILINE | re.DOTALL


def _label_latex(label):
    """A figure's label as LaTeX; in an f-string, what Python puts in counts as one index."""
    if "{{" in label:
        label = re.sub(r"\{\{|\}\}|\{[\w.]+\}", lambda part: {"{{": "{", "}}": "}"}.get(part[0], "1"), label)
    return "".join(_unicode_latex(letter) for letter in label)


def _blank(match):
    """Nothing but the line breaks, so that lines keep their numbers."""
    return re.sub(r"[^\n]", " ", match[0])


# What stands in a formula

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]|\d+|\S", re.DOTALL)


def symbols_of(latex):
    """All symbols of a formula, those in indices too."""
    return list(_walk(_Reader(TOKEN.findall(latex)).sequence()))


class _Item:
    """A token or a group of items, with what stands at its top and at its foot."""

    def __init__(self, kind, content):
        self.kind, self.content, self.top, self.foot = kind, content, [], []

    def text(self):
        inside = "".join(item.text() for item in self.content) if isinstance(self.content, list) else self.content
        return inside + "".join(item.text() for item in self.top + self.foot)


class _Reader:
    """Reads tokens into items."""

    def __init__(self, tokens):
        self.tokens, self.place = tokens, 0

    def peek(self):
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def next(self):
        self.place += 1
        return self.tokens[self.place - 1]

    def sequence(self):
        items = []
        while self.peek() not in (None, "}"):
            items += self.item()
        return items

    def argument(self):
        """What stands in braces, or the next item."""
        if self.peek() != "{":
            return self.item(scripts=False)
        self.next()
        items = self.sequence()
        if self.peek() == "}":
            self.next()
        return items

    def item(self, scripts=True):
        token = self.next()
        name = token[1:] if token.startswith("\\") else ""
        if token == "{":
            self.place -= 1
            item = self.lone(self.argument())
        elif name in WRAPPERS:
            item = self.lone(self.argument())
        elif name in BRACES:
            item = _Item("group", self.argument())
        elif name in ACCENTS:
            inside = "".join(item.text() for item in self.argument())
            item = _Item("letter", f"\\{name}{{{inside}}}")
        elif name in WORDS:
            word = "".join(each.text() for each in self.argument())
            item = _Item("letter", rf"\mathrm{{{word}}}") if len(word) == 1 and word.isalpha() else _Item("word", word)
        elif name in ("begin", "end"):
            self.argument()
            return []
        elif name in GREEK or (len(token) == 1 and token.isalpha()):
            item = _Item("letter", token)
        elif name in SIGNS:
            item = _Item("sign", token)
        else:
            item = _Item("digits" if token.isdigit() else "word" if name else "other", token)
        return [self.with_scripts(item) if scripts else item]

    def lone(self, items):
        """A single letter in braces is that letter."""
        alone = len(items) == 1 and items[0].kind == "letter"
        return items[0] if alone else _Item("group", items)

    def with_scripts(self, item):
        while self.peek() in ("^", "_", "'"):
            sign = self.next()
            if sign == "^":
                item.top = item.top + self.argument()
            elif sign == "_":
                item.foot = item.foot + self.argument()
        return item


def _walk(items):
    for item in items:
        if item.kind == "group":
            yield from _walk(item.content)
        elif item.kind == "letter":
            layered = bool(re.match(r"\(.*\)", "".join(each.text() for each in item.top)))
            yield Symbol(item.content, layered, _indices(item.foot, layered))
        elif item.kind == "sign":
            yield Symbol(item.content)
        yield from _walk(item.top)
        yield from _walk(item.foot)


def _indices(items, layered):
    """How many indices stand side by side; l − 1 is one. Upright words (new, max) are none."""
    count, joined, inside = 0, False, 0
    for item in [each for group in items for each in (group.content if group.kind == "group" else [group])]:
        inside += {"(": 1, ")": -1}.get(item.content, 0) if item.kind == "other" else 0
        if inside:
            continue  # the k of π(k) is no index of its own
        if item.kind in ("letter", "digits"):
            figures = len(item.content) if item.kind == "digits" and layered else 1
            count += figures - (1 if joined else 0)
            joined = False
        elif item.kind == "other" and item.content in "+-−" and count:
            joined = True
    return count


# Symbols in plain text

GREEK_LETTERS = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "varepsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
        ],
    )
)
UNICODE_SIGNS = {"ᵀ": r"\top ", "⊙": r"\odot ", "∂": r"\partial ", "−": "-"}
MARKS = "".join(chr(code) for code in range(0x2000) if unicodedata.decomposition(chr(code)).startswith("<su"))
MARKS += "".join(chr(code) for code in range(0x2000, 0x2D00) if unicodedata.decomposition(chr(code)).startswith("<su"))
MARKED = re.compile(rf"(?<![\w\\])([A-Za-z](?=[{MARKS}])|[{''.join(GREEK_LETTERS)}])([{MARKS}]*)")


def formulas_in_text(text):
    """Symbols as they are written without LaTeX, δ⁽ˡ⁾ or nₗ: letters with raised or lowered marks, and Greek letters.

    A plain letter is not found: nothing tells the symbol a from the word. Nor is Σ, which means a sum here.
    """
    found = []
    for match in MARKED.finditer(text):
        letter, marks = match.groups()
        runs = re.findall(r"(?:<super>[^<]+)+|(?:<sub>[^<]+)+", "".join(_tagged(mark) for mark in marks))
        scripts = "".join(
            f"{'^' if run.startswith('<super>') else '_'}{{{re.sub('<su[a-z]*>', '', run)}}}" for run in runs
        )
        if letter != "Σ":
            found.append(Formula(text.count("\n", 0, match.start()) + 1, _unicode_latex(letter) + scripts))
    return found


def _tagged(mark):
    return unicodedata.decomposition(mark).split()[0] + UNICODE_SIGNS.get(mark, unicodedata.normalize("NFKD", mark))


def _unicode_latex(letter):
    return f"\\{GREEK_LETTERS[letter]} " if letter in GREEK_LETTERS else UNICODE_SIGNS.get(letter, letter)


# What the notation page declares

EVERYWHERE = "everywhere"
HERE = "reference/notation"
Row = namedtuple("Row", ["symbols", "places", "line"])
HEADS = {
    "symbols": ("symbol", "meaning", "shape", "in code"),
    "signs": ("sign", "meaning", "in code"),
    "counting": ("letter", "what it counts"),
    "two uses": ("letter", "one use", "the other", "where"),
    "own": ("letter", "where", "meaning"),
}


class Notation:
    """The tables of the notation page.

    Attributes
    ----------
    known : set of Symbol
        What all chapters may use: symbols, signs and counting letters.
    two_uses, own : list of Row
        Symbols with the chapters in which they have a second use, or that have them for themselves.
    prose : str
        The page without these tables.
    """

    def __init__(self, page):
        rows = {kind: [] for kind in HEADS}
        lines, kind = page.split("\n"), None
        for i, line in enumerate(lines):
            cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|")) if line.startswith("|") else ()
            starts = next((name for name, head in HEADS.items() if head == cells), None)
            kind = starts or (kind if cells else None)
            if kind is None:
                continue
            if not starts and not re.fullmatch(r"[-\s|:]+", line):
                rows[kind].append((i + 1, dict(zip(HEADS[kind], cells))))
            lines[i] = ""
        for kind, head in HEADS.items():
            if not rows[kind]:
                raise ValueError(f"the notation page has no table with the columns {' | '.join(head)}")
        self.prose = "\n".join(lines)
        self.known = {symbol for _, row in rows["symbols"] for symbol in _firsts(row["symbol"])}
        self.known |= {symbol for _, row in rows["counting"] for symbol in _firsts(row["letter"])}
        signs = [symbol for _, row in rows["signs"] for latex in _formulas(row["sign"]) for symbol in symbols_of(latex)]
        self.known |= {
            symbol for symbol in signs if len(symbol.letter) > 1
        }  # U, V, z, f only stand for any array or value
        self.two_uses = [Row(_firsts(row["letter"]), _places(row["where"]), line) for line, row in rows["two uses"]]
        self.own = [Row(_firsts(row["letter"]), _places(row["where"]), line) for line, row in rows["own"]]
        self.known_letters = {symbol.letter for symbol in self.known}

    def rows_for(self, rows, chapter):
        return [row for row in rows if chapter in row.places or EVERYWHERE in row.places]

    def forms(self, letter):
        return sorted(written(symbol) for symbol in self.known if symbol.letter == letter)


def _formulas(cell):
    return re.findall(r"\$([^$]+)\$", cell)


def _firsts(cell):
    """What each formula of a cell is about: its first symbol."""
    return [symbols_of(latex)[0] for latex in _formulas(cell)]


def _places(cell):
    """The chapters that a cell links to, named by their path in the book."""
    if cell.startswith(EVERYWHERE):
        return {EVERYWHERE}
    linked = re.findall(r"\]\(([^)]+)\.md\)", cell)
    here = {HERE} if "this page" in cell else set()
    return {posixpath.normpath(posixpath.join(posixpath.dirname(HERE), path)) for path in linked} | here


def written(symbol):
    """A symbol as one would write it: w⁽ˡ⁾ with two lower indices is w^{(l)}_{jk}."""
    return (
        symbol.letter + ("^{(l)}" if symbol.layered else "") + (f"_{{{'jkp'[: symbol.lower]}}}" if symbol.lower else "")
    )


# What is wrong


def complaints(chapter, formulas, notation, whole=True):
    """Sentences for the author, each with its line: unknown symbols, and letters with a sense that no table lists.

    Parameters
    ----------
    chapter : str
        Its path in the book, such as "code/numpy"; "" for what belongs to no chapter.
    formulas : list of Formula
    notation : Notation
    whole : bool
        Whether these are all formulas of the chapter; then the tables may list nothing that it doesn't use.
    """
    places = {}
    for formula in formulas:
        for symbol in symbols_of(formula.latex):
            places.setdefault(symbol, formula)
    layered = {symbol.letter for symbol in places if symbol.layered}
    own, second = notation.rows_for(notation.own, chapter), notation.rows_for(notation.two_uses, chapter)
    declared = {symbol for row in own + second for symbol in row.symbols}
    found = []
    for symbol, formula in sorted(places.items(), key=lambda entry: entry[1].line):
        without_layer = symbol._replace(layered=True) in notation.known and symbol.letter in layered
        if symbol not in notation.known | declared and not without_layer:
            found.append(_unknown(chapter, symbol, formula, notation))
    found += _third_senses(chapter, own, second, notation)
    if whole:
        found += _unused(chapter, own + second, {symbol.letter for symbol in places})
    return found


def unlisted(formulas, notation):
    """The same for code, which serves several chapters: symbols that no table lists for any of them.

    Where it says aₖ or δ, it means those of any layer.
    """
    listed = notation.known | {symbol for row in notation.own + notation.two_uses for symbol in row.symbols}
    return [
        _unknown("", symbol, formula, notation)
        for formula in formulas
        for symbol in symbols_of(formula.latex)
        if not {symbol, symbol._replace(layered=True)} & listed
    ]


def _unknown(chapter, symbol, formula, notation):
    where = f"book/{chapter}.md:{formula.line}" if chapter else f"line {formula.line}"
    text = f"{where}: ${written(symbol)}$, in ${' '.join(formula.latex.split())[:60]}$, is not on the notation page"
    link = posixpath.relpath(f"{chapter}.md", posixpath.dirname(HERE)) if chapter else "CHAPTER.md"
    place = f"[{posixpath.basename(chapter).replace('-', ' ')}]({link})"
    if symbol.letter in notation.known_letters:
        if symbol._replace(layered=True) in notation.known:
            text += " without its layer, which may be left out only in a chapter that writes it somewhere"
        return (
            f"{text}: it knows this letter as {', '.join(f'${form}$' for form in notation.forms(symbol.letter))}. Is it the same "
            "thing? Write it so (or add this form to its row in “The symbols”). Is it another one? Take a letter that is free, "
            f"or add to “Letters with two uses”:\n    | ${written(symbol)}$ | … | … | {place} |"
        )
    return (
        f"{text}. Will other chapters use it? Then add to “The symbols”:\n    | ${written(symbol)}$ | … | … | … |\n"
        f"If it belongs to this chapter alone, add to “Letters that one chapter uses for itself”:\n"
        f"    | ${written(symbol)}$ | {place} | … |"
    )


def _third_senses(chapter, own, second, notation):
    found = []
    for row in own:
        for letter in {symbol.letter for symbol in row.symbols} & notation.known_letters:
            found.append(
                f"book/{HERE}.md:{row.line}: ${letter}$ has a meaning in the whole book; where book/{chapter}.md gives it "
                "another one, its row belongs to “Letters with two uses”"
            )
    for kind, rows in (("“Letters that one chapter uses for itself”", own), ("“Letters with two uses”", second)):
        letters = [letter for row in rows for letter in {symbol.letter for symbol in row.symbols}]
        for letter in sorted({letter for letter in letters if letters.count(letter) > 1}):
            lines = [str(row.line) for row in rows if letter in {symbol.letter for symbol in row.symbols}]
            found.append(
                f"book/{HERE}.md:{', '.join(lines)}: ${letter}$ has several rows for book/{chapter}.md in {kind}: that is one "
                "sense too many in one chapter; take another letter for one of them"
            )
    return found


def _unused(chapter, rows, letters):
    return [
        f"book/{HERE}.md:{row.line}: ${symbol.letter}$ is listed for book/{chapter}.md, which does not use it: take it out"
        for row in rows
        if chapter in row.places
        for symbol in row.symbols
        if symbol.letter not in letters
    ]
