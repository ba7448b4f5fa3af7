"""The words, dates and numbers of the interface in each language."""
