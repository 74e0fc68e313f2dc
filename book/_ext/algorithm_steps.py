"""``{algorithm-steps}``: the steps of the algorithm, from the one source that the stepper reads too."""

from docutils import nodes
from docutils.statemachine import StringList
from lib.worksheet.algorithm import STEPS
from sphinx.util.docutils import SphinxDirective


class AlgorithmSteps(SphinxDirective):
    """A numbered list, one item a step; `algorithm-step-3` is the anchor of step 3."""

    def run(self):
        steps = nodes.enumerated_list(start=STEPS[0].number, enumtype="arabic", classes=["algorithm-steps"])
        steps += [self.item(step) for step in STEPS]
        return [steps]

    def item(self, step):
        item = nodes.list_item(ids=[f"algorithm-step-{step.number}"])
        text = StringList([f"**{step.title}.** {step.text}"], source=self.get_source_info()[0])
        self.state.nested_parse(text, self.content_offset, item)
        return item


def setup(app):
    app.add_directive("algorithm-steps", AlgorithmSteps)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
