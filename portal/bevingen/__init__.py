"""Keeping the quakes honest: what KNMI lists now, held against the shipped catalogue. Nothing here changes the rules' data."""
