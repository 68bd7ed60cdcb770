"""Scheduled work: a process of its own (`huddle jobs run`), never a thread of the web server.

The schedule says only when; what is done once is done once because the database says so, however many of these
processes run.
"""
