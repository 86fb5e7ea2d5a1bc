"""The expected "no"s of money."""

from django.utils.translation import gettext_lazy as _

from foretaste.core.refusals import NotAcceptable, Refused


class TheSeatIsNotFunded(Refused):
    message = _("The money for this seat isn't set aside in full. Fund it first.")


class TheSeatHasMoneyAlready(Refused):
    message = _("This seat is funded already, or its payment is under way.")


class TheSeatIsSigned(Refused):
    message = _("The money of this seat belongs to a signed trial. It can't be withdrawn.")


class TheOrderIsPaid(Refused):
    message = _("This payment has arrived. Withdraw the seat's money instead of cancelling the payment.")


class TheSamePersonOnBothSides(Refused):
    message = _(
        "The same person, bank account or card stands on both sides: who pays and who is paid. "
        "Ask the operator to look at it."
    )


class TheTrialIsSettled(Refused):
    message = _("This trial is settled already. Its statement shows how.")


class TheRefundIsUnderWay(Refused):
    message = _("The company's part has gone back already, so the time to ask for it is over.")


class NothingToPayOut(Refused):
    message = _("All that is yours is paid out or on its way.")


class ThePayrollIsConfirmed(Refused):
    message = _("This pay is confirmed already.")


class TheRuleIsDatedBack(Refused):
    message = _("A rule begins today or later: what was promised under the old one stays.")


class TheAccountCannotBeRead(NotAcceptable):
    message = _("This account number can't be right. Check it against your bank's page.")


class TheProviderAsksForIt(Refused):
    message = _("Tell the payment provider where you want to be paid: My pay leads to its page.")


class TheSumIsNotAcceptable(NotAcceptable):
    message = _("These sums can't be funded.")


class TheWebhookIsForged(Refused):
    message = _("The signature of this message is missing, wrong or too old.")
    status = 400


class TheDetailsAreIncomplete(NotAcceptable):
    message = _("Something that stands on every document is missing.")


class TheSellerIsUnknown(Refused):
    message = _("No document can be issued before the operator has said who issues it.")


class TheTaxIsUnknown(Refused):
    message = _("No tax rule is for this company's country: the operator adds one first.")


class TwoPeopleMustSign(Refused):
    message = _("Money of the operator's own goes out with two signatures: ask a colleague to sign.")


class TheGoodwillLimitIsReached(Refused):
    message = _("This company has had as much goodwill as a year allows.")


class TheCompanyOwesUs(Refused):
    message = _("This company owes money here: no goodwill before that is paid.")


class ThePayoutWaitsForNobody(Refused):
    message = _("Nobody needs to look at this payout: it goes out when its time has come.")


class TheReasonIsMissing(NotAcceptable):
    message = _("Say why: it stands in the ledger for good.")


class TheCorrectionIsDone(Refused):
    message = _("This correction is done, dropped or taken back already.")


class ACorrectionWaits(Refused):
    message = _("How this payment ends is written down already, and waits for a second person: sign it or drop it.")


class TheDebtIsSmaller(Refused):
    message = _("The company owes less than that.")


class NothingIsOwed(Refused):
    message = _("Nothing is owed in this currency. Nothing was started.")


class ItIsOtherPeoplesMoney(Refused):
    message = _("That would take out what is other people's. Fees can leave less costs, losses and what companies owe.")


class TheCompanyNeverPaid(Refused):
    message = _("This company never paid here in this currency, so there is no way to send it anything.")
