"""What the regulation of this desk speaks of, as values: opening hours, tijdvakken, requests."""
