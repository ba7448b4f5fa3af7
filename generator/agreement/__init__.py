"""How far two annotators of the same articles agree: what both marked, what they said of it, and by which measure."""
