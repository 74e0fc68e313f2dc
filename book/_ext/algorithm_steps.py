"""``{algorithm-steps}``: the steps of the algorithm and its exit conditions, from the one source that the stepper reads too."""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from lib.worksheet.algorithm import EXIT_CONDITIONS, STEPS


class AlgorithmSteps(SphinxDirective):
    """A numbered list, one item a step, and what comes after the last; `algorithm-step-3` is the anchor of step 3."""

    def run(self):
        steps = nodes.enumerated_list(start=STEPS[0].number, enumtype="arabic", classes=["algorithm-steps"])
        steps += [self.item(step) for step in STEPS]
        exit_conditions = self.parsed(nodes.container(), "End of an epoch, and exit", EXIT_CONDITIONS)
        return [steps, *exit_conditions.children]

    def item(self, step):
        return self.parsed(nodes.list_item(ids=[f"algorithm-step-{step.number}"]), step.title, step.text)

    def parsed(self, node, title, text):
        lines = StringList([f"**{title}.** {text}"], source=self.get_source_info()[0])
        self.state.nested_parse(lines, self.content_offset, node)
        return node


def setup(app):
    app.add_directive("algorithm-steps", AlgorithmSteps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
