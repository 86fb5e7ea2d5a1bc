"""What a company fills in. One file per stretch: the posting, asking and answering, the trial, the people."""
