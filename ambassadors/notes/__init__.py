"""Issue notes: what people told an ambassador, and what became of it."""
