"""Step 6, on paper: letters for the post, and packets that people come for."""
