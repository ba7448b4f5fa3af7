"""The file formats of a site: front matter, sidecars, speakers, sources and site.yaml. Knows no article's text."""
