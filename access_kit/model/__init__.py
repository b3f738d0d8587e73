"""The nouns of access-kit: frozen dataclasses and enums, one noun a file, no input or output."""
