"""Demo instances only: one-click sign-in, the clock, the mailbox."""
