"""What a build writes: a planner a kind of page, each a pure function from the archive to pages."""
