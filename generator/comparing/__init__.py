"""What changed between two versions of an article, as plain values and as sentences of the interface."""
