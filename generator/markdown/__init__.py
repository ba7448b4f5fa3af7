"""Markdown to HTML with highlighted passages. Knows nothing of quotes, sidecars or templates."""
