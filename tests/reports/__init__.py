"""Tests of the measures of huddles."""
