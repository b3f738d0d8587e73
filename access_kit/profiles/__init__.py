"""What a person needs: reading, checking and writing profiles."""
