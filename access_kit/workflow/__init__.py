"""The journeys, a folder each and a step a file: 1 read, 2 plan, 3 write, 4 set, 5 pack, 6 send,
7 take in. The only room that sees all the others.

Steps 1 to 5 are in ``prepare``, 6 in ``mail``, 7 in ``returns``; beside them stand side jobs that
are a file each.
"""
