"""Edits of the writing desk: an annotation, a speaker, a source or a key, as changes of lines and nothing else."""
