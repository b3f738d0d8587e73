"""What the store keeps of what people were asked, answered and wrote."""
