"""What KNMI lists now, compared with the shipped catalogue. It never changes the rules' data."""
