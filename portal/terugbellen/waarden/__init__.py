"""What this desk speaks of, as values without a database: opening hours, tijdvakken, requests."""
