"""Calendar entries of groups, read by programs that are not ours."""
