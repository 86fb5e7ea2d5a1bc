"""Finding: one search over what is posted here and what is listed elsewhere, and what fits whom."""
