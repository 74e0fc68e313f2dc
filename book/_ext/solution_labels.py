"""Say where a solution names no exercise of its page: sphinx-exercise notices too late to know the place."""

from sphinx.util import logging
from sphinx_exercise.nodes import solution_node

logger = logging.getLogger(__name__)


def find_strays(app, document):
    for solution in document.findall(solution_node):
        label = solution["target_label"]
        if label not in getattr(app.env, "sphinx_exercise_registry", {}):
            place = (app.env.docname, solution.line)
            logger.warning("a solution names the exercise %s, which this page doesn't have", label, location=place)


def setup(app):
    app.connect("doctree-read", find_strays)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
