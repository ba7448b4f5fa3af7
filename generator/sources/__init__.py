"""Reads the files of a site: finds them, reads them safely, and reports those that it can't use."""
