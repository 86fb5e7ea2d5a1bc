"""The fault simulator: one seed is one history of a small world in which everything that can go wrong does.

`world.py` keeps the database, `faults.py` dies and loses answers, `history.py` lets people, jobs, time and the bank
act, `model.py` says in pure arithmetic who must have what in the end, `checks.py` compares it with the three sides.
`make faults` runs it; docs/how-to/faults.md says how to read what it prints.
"""
