"""The preview server: serves a site from memory while it is edited."""
