"""What an earlier run made and this one need not make again."""
