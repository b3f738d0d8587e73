"""Step 7: what came back, taken in and recorded."""
