"""How formulas and roles look: LaTeX as MathML, and the colours of forward values, errors and updates."""
