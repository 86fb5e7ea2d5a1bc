from foretaste.money import funding
if not hasattr(funding, "start_funding"): funding.start_funding = funding.start_order
