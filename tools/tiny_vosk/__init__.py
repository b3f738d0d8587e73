"""The parts of the tool that makes a tiny Vosk model from synthetic speech."""
