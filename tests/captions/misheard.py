"""Fifty spellings that speech recognition and hurried typing make of names, with the name."""

MISHEARD = [
    ("Rosa", "roza"), ("Rosa", "rossa"), ("Rosa", "rohsa"), ("Rosa", "rosah"), ("Rosa", "rhosa"),
    ("Miguel", "migel"), ("Miguel", "miguell"), ("Miguel", "megel"), ("Miguel", "mig el"),
    ("Marisol", "marysol"), ("Marisol", "mari sol"), ("Marisol", "maricel"),
    ("Delgado", "delgato"), ("Delgado", "dellgado"), ("Delgado", "del gado"),
    ("Kaitlyn", "caitlin"), ("Kaitlyn", "katelyn"), ("Kaitlyn", "kate lynn"),
    ("Dwayne", "duane"), ("Dwayne", "dwain"), ("Siobhan", "shivon"), ("Siobhan", "shavon"),
    ("Whitaker", "whittaker"), ("Whitaker", "widaker"), ("Ximena", "jimena"),
    ("Luis", "luiz"), ("Luis", "louis"), ("Sean", "shawn"), ("Sean", "shaun"),
    ("Mohammed", "muhammad"), ("Mohammed", "mohamad"), ("Isabella", "izabella"),
    ("Isabella", "isa bella"), ("Ramirez", "ramires"), ("Ramirez", "rameerez"),
    ("Graham", "graeme"), ("Thibodeaux", "tibodo"), ("Aaliyah", "alia"), ("Beatriz", "beatrice"),
    ("Zoe", "zoey"), ("Nguyen", "nwen"), ("Nguyen", "win"), ("Jo", "joe"), ("Ana", "anna"),
    ("Catherine", "kathryn"), ("Catherine", "katharine"), ("Geoffrey", "jeffrey"),
    ("Phillip", "filip"), ("Rosa", "rows a"), ("Stephen", "steven"),
]  # fmt: skip
