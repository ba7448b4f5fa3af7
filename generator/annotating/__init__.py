"""What a person does who annotates an article, from a selection to the lines to write. No files."""
