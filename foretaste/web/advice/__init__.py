"""Advice in numbers: the intern's planner and journal, the company's comparison and trial designer."""
