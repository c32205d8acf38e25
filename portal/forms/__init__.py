"""What forms share, whoever fills them in."""
