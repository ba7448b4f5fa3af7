"""Templates and how pages are rendered with them."""
