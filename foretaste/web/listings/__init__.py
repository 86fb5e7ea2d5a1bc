"""What comes from elsewhere: the list, a listing's page, and the sources they are read from."""
