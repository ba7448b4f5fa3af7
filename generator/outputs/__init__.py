"""The planners: pure functions from the archive to the pages of the output. They know no template's text."""
