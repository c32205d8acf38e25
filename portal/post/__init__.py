"""Mail to residents about their conversation: what is in the queue is written and sent. Knows no Flask."""
