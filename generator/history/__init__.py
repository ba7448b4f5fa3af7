"""What Git knows of a site: its files at a commit. Starts no program but `git`, and changes nothing."""
