"""From files to packets, in four steps: 1 plan, 2 make, 3 pack, 4 send.

``read`` stands before them: it gathers every file and every mistake. Step 1 is pure. Steps 2 and 3
have one kind of effect each: compute, write.
"""
