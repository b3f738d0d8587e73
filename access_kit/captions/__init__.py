"""Captions: sound to words, words to cues, cues checked, corrected and handed on."""
