"""What PRODUCT.md's table pays, written once more and on purpose: pure arithmetic, importing nothing of ours.

It is told facts (which days were started, how a trial ended, what was decided) and never a sum of the code under test.
"""

from __future__ import annotations

from dataclasses import dataclass, field

EVERY_DAY = {"completion", "early_end", "company_no_show", "company_withdraws_late", "told_to_leave"}
EXITS = {"exit", "exit_between_days"}


@dataclass
class Life:
    """The facts of one signed trial."""

    pay: tuple[int, ...]
    bonus: tuple[int, ...]  # empty where the agreement carries none
    kill_fee: int
    fee_basis_points: int
    ending: str = ""
    started: set[int] = field(default_factory=set)  # a claim that was upheld counts
    award: int | None = 0  # what a person decided of held pay; None: all of it

    @property
    def fund(self) -> int:
        return sum(self.pay) + self.fee_on(sum(self.pay))

    def fee_on(self, paid: int) -> int:
        return paid * self.fee_basis_points // 10_000

    @property
    def days(self) -> int:
        return sum(self.pay[number - 1] for number in self.started)

    def paid(self) -> int:
        """To the intern."""
        full = sum(self.pay)
        if self.ending in EVERY_DAY:
            return full
        if self.ending in EXITS or (self.ending == "exit_before_start" and self.started):  # a claim was upheld since
            last = max(self.started)
            bonus = self.bonus[last - 1] if self.bonus and last < len(self.pay) else 0
            return full if self.award is None else min(full, self.days + bonus + self.award)
        if self.ending == "exit_before_start":
            return 0
        if self.ending == "company_withdraws":
            return self.kill_fee
        if self.ending in ("intern_no_show", "sent_away"):
            return full if self.award is None else self.days + self.award
        raise ValueError(f"The table has no ending {self.ending!r}.")

    def fee(self) -> int:
        return self.fee_on(self.paid())

    def back(self) -> int:
        """To the company: the rest, the unused fee included."""
        return self.fund - self.paid() - self.fee()
