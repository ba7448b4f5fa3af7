"""Checks across articles: unknown names, circles, clashing ids, broken links, house rules."""
