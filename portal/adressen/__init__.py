"""From what people type to an address with a place: input, register, PDOK, search."""
