"""What is said to people on paper and on screen: pure builders from a plan to a ``Document``.

Rules of this room:
- Words come from the catalogue by key; which of them are said is data in the ``*.toml`` files here.
- A builder reads the plan's settings, never the needs in a profile: what is offered, never why.
- Nothing here reads the clock, writes a file or looks at another person.
"""
