"""What people were told and what a message is made of, below the choosing and handing over."""
