"""Charts: the rules that tell a signal from noise, and the drawing of them. Knows nothing of wards or databases."""
