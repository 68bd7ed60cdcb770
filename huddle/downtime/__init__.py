"""When Huddle is down: paper forms with a number, and the pages on which they are typed in later."""
