"""A kit's store and its vault: opened, made, backed up, looked through, ended."""
