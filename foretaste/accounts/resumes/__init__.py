"""What a person wrote of themselves elsewhere, read out of a file that they bring. Pure: nothing is kept here."""
