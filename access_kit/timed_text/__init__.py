"""Cues and words, and their file formats.

The seam is ``formats.Format``: its docstring says how to add a format.
"""
