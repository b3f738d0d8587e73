"""Handing over: the ledger, the commands, and what happens when a run is killed."""
