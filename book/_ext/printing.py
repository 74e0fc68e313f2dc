"""The two ways to print a page, with and without the solutions, in its menu of downloads; print.js does the rest."""

THEME_S_BUTTON = "download-pdf-button"
BUTTONS = {
    "print-with-solutions": ("Print", "Print this page, or save it as PDF, with the solutions open"),
    "print-without-solutions": ("Print, no solutions", "Print this page, or save it as PDF, without the solutions"),
}


def offer_both_ways(app, pagename, templatename, context, doctree):
    """Put two buttons in the place of the theme's one; what they do is found by their classes, not written into them."""
    for group in context.get("header_buttons", []):
        buttons = group.get("buttons", [])
        for theme_s in [button for button in buttons if button.get("label") == THEME_S_BUTTON]:
            place = buttons.index(theme_s)
            buttons[place : place + 1] = [
                theme_s | {"label": label, "text": text, "tooltip": tooltip, "javascript": ""}
                for label, (text, tooltip) in BUTTONS.items()
            ]


def setup(app):
    app.connect("html-page-context", offer_both_ways, priority=600)  # after the theme has made its buttons
    return {"parallel_read_safe": True, "parallel_write_safe": True}
