"""What somebody should know although they did not ask: in the app, in one e-mail a day, in a calendar.

Others call `huddle.notifications.service.notify` in the transaction of what caused it. No patient's and no review's
words are ever stored here: a notification is a kind, whose it is and what it is about (docs/notifications.md).
"""
