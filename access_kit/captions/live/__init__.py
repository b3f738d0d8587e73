"""Words while they are said: sound in pieces, engines that hear it, the readers of a room."""
