"""What colleagues look at: lists of requests, counts, one request whole. They change nothing."""
