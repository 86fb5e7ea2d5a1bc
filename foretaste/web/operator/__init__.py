"""The operator's pages: what waits and for how long, disputes, the ledger, rule tables, companies, people."""
