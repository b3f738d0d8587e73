"""Going through captions by ear: doubtful words first, and laid out again at the end."""
