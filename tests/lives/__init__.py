"""What happens to people over weeks, played against the commands and a real mail server."""
