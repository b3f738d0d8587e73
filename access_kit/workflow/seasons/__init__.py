"""Groups that go on: their dates, who comes, and what is open."""
