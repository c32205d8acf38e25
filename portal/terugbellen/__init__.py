"""Being phoned back: opening hours, tijdvakken, requests, and what colleagues do with them."""
