"""What Git knows of a site: the last commit. Starts no program but `git`, and changes nothing."""
