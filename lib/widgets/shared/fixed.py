"""What a widget was made with: parts of its state that stay as they are."""

import traitlets

from lib import checks


def fixed(*names):
    """A validator that refuses a change of these traits: what else depends on them was made with them."""

    @traitlets.validate(*names)
    def check(self, proposal):
        if proposal.value != getattr(self, proposal.trait.name):
            wanted = "what the widget was made with; make another widget for something else"
            raise checks.expected(proposal.trait.name, wanted, checks.shortened(proposal.value))
        return proposal.value

    return check
