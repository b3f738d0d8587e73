"""From files to packets: read, plan, write, set, pack (steps 1 to 5)."""
