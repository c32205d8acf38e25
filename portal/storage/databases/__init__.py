"""The two engines, side by side: a SQLite file on this machine, or PostgreSQL for several."""
