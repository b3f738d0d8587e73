"""Agreements with the facilitator: a form gone through, taken back, and where each one stands."""
