"""Our postings elsewhere: one module per format, each from one `Posting` to bytes. No database, no network, no clock.

Only what a company posted here is ever written; nothing in this package knows that imported listings exist.
"""
