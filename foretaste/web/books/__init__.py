"""Documents and exports: what the company's and the operator's pages of bookkeeping share."""
