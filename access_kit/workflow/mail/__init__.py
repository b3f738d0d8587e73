"""Step 6: who may get what now, messages and letters, handing over, and how things stand."""
