"""Cues and words, and their file formats.

The seam is ``formats.CueFormat``: its docstring says how to add a format.
"""
