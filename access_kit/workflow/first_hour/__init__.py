"""From nothing to a first packet: what is asked, how answers are read, what is written of them."""
