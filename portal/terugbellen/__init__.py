"""Being phoned back: phone numbers, tijdvakken and the calendar file. Knows no Flask and no page."""
