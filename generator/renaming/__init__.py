"""Gives an article, an annotation, a speaker, a source or a tag another id, in every text that names it (law 24)."""
