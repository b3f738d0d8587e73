"""Translations in files for translators' tools and spreadsheets, and back.

A row is one text to translate, with all that a translator has to know of it. Coming back, a row is
known by what it translates; only its translation and the translator's remarks are taken from it.
Nothing that comes back is approved by it.
"""
