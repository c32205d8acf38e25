"""Care for an installation: its data cleared in time, copied, put under another key; its health."""
