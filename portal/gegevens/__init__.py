"""The area, the quakes and the counts as files that anybody may use."""
