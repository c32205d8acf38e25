"""The uitkomst, drawn: the count to four, the map with the nearest edge, and the years."""
