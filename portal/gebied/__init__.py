"""The area that the IMG itself drew up, when the operator has one: its file, its look-up, its check. Knows no Flask."""
