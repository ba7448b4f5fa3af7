"""Texts and annotations of other programs: bytes in, a draft of an article or of annotations out. Reads no network."""
