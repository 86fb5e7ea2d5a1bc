"""Accounts: signing in and up, the person, whom they act for."""
