"""From what people type to an address with a place: input, register, loader, search. Knows no Flask and no rule."""
