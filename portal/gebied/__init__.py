"""The area as the IMG itself drew it, when the operator has it: its file, look-up and check."""
