"""The writing desk without its page: from words that are selected to changes of lines, and nothing else."""
