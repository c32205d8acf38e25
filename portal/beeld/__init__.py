"""The outcome, drawn: the count to four, the map with the distance to the nearest edge, and the years. Knows no Flask."""
