"""People's profiles, in the kit's store or in files: found, asked for, changed, erased."""
