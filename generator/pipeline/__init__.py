"""Builds a site: reads, compiles, links, checks, renders and publishes it, skipping what an earlier build has done."""
