"""Advice in numbers: pure formulas, the intern's private plan and journal. Nothing here decides for anybody."""
