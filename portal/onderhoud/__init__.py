"""What the operator does with the data of residents: clear it away in time, keep a copy, change the key. Knows no Flask."""
