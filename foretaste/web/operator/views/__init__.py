"""The operator's desk, one module per stretch of it. Nothing sealed is ever asked for here."""
