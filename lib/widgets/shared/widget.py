"""What every widget is."""

import anywidget


class Widget(anywidget.AnyWidget):
    """A widget with its content as a table beside it: for print, for screen readers, for pages without JavaScript.

    A widget sets ``_esm`` with `join_modules` and ``_css`` with `widget_style`, and writes its table in `to_html`.
    """

    def to_html(self) -> str:
        """The widget's numbers as a table for reading."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **options):
        bundle, metadata = super()._repr_mimebundle_(**options)
        return bundle | {"text/html": self.to_html()}, metadata
