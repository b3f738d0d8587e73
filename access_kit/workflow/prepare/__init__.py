"""Steps 1 to 5: 1 read, 2 plan, 3 write, 4 set, 5 pack; ``run`` is their thread."""
