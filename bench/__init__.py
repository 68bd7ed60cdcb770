"""Measurements of the real application, each as a ratio to a baseline that runs beside it. Never a test."""
