"""Asking for a trial: three short questions, no CV; and taking it back."""
