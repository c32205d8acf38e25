"""What the operator decides, read once and checked all at once. Imports nothing of ours."""
