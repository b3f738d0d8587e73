"""How a document is set: Markdown in, the Document tree, looks, fonts, one renderer a format."""
