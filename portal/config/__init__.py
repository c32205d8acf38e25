"""What the operator decides, read once and checked all at once. It imports nothing of ours."""
