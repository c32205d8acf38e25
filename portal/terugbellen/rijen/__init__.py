"""What stands in portal.sqlite of them, read and written in the caller's transaction."""
