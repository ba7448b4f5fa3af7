"""Search: the words of a text, and the files in which a browser finds them."""
