"""The companies of the demo world and the work they offer. All of them are invented."""

from foretaste.demo.companies.atelier import ATELIER
from foretaste.demo.companies.brightwater import BRIGHTWATER
from foretaste.demo.companies.described import Company, Day, Staff, Work
from foretaste.demo.companies.harbor import HARBOR
from foretaste.demo.companies.kumo import KUMO
from foretaste.demo.companies.maple import MAPLE
from foretaste.demo.companies.vela import VELA

COMPANIES = (VELA, BRIGHTWATER, ATELIER, HARBOR, KUMO, MAPLE)

__all__ = ["COMPANIES", "Company", "Day", "Staff", "Work"]
