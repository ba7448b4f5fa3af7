"""YAML with positions: parsing into trees, explaining syntax errors and quoting text. Knows no particular file."""
