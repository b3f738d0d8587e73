"""access-kit: prepare a session so that each person can take part."""

__version__ = "0.1.0"
