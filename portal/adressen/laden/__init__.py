"""From a file or a service to the address register. The running site needs none of it."""
