"""What changed when: a note of a leader on one point of a chart, so that a signal can be read beside its reason."""
