"""Mail to residents about their conversation: what is queued is written and sent."""
