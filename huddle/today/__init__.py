"""The unit board: what to do now, what is late, who is watched, what was said. It only reads."""
