"""Picture cards: a Document as small pictures that go by text message, one step a card."""
