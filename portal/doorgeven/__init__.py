"""What goes to others: requests to the desk of another organisation, and word of them."""
