"""Every reader of files from elsewhere: one table of them, and what it is tried with."""
