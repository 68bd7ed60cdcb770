"""People and units from a file: read, checked row by row, shown, and stored all at once or not at all."""
