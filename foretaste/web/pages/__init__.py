"""Pages about Foretaste itself: home, rules, comparison, guide, check, help."""
