import pytest

from macros.model import GlossaryTerm
from macros.rules.spelling import misspelled, variants

WRONG = variants(
    {
        "backpressure": GlossaryTerm(term="Backpressure", says="Slow the sender down."),
        "fan-out": GlossaryTerm(term="Fan-out", says="One becomes many."),
        "event-time": GlossaryTerm(term="Event time", says="When it happened."),
        "failover": GlossaryTerm(term="Failover", says="The standby takes over.", aka=["fail over"]),
    }
)


@pytest.mark.parametrize("text", ["back pressure", "Back-pressure helps", "a fanout", "fan out.", "the eventtime"])
def test_another_spelling_is_found(text):
    assert len(list(misspelled(text, WRONG))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "backpressure",
        "Fan-out on write",
        "event time, event-time windows",
        "they fail over",
        "`fanout` is a name",
        "see [it](/topics/fan-out.md#fanout)",
        "back pressures",
        "comeback pressure",
    ],
)
def test_what_is_right_or_something_else_is_not(text):
    assert list(misspelled(text, WRONG)) == []
