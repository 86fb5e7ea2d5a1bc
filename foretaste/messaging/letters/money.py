"""Letters about money. What a bank or a bystander could read, the reference, says nothing of how a trial ended."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from foretaste.messaging import paths
from foretaste.messaging.formats import money
from foretaste.messaging.letter import Letter


def payout_sent(*, amount_minor: int, currency: str, account: str, reference: str, trial_id: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payout_sent",
        subject=_("{sum} is on its way").format(sum=sum_),
        rows=((_("Amount"), sum_), (_("To"), account), (_("Reference"), reference)),
        do=_("See the statement"),
        path=paths.statement(trial_id),
    )


def payout_arrived(*, amount_minor: int, currency: str, account: str, reference: str, trial_id: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payout_arrived",
        subject=_("{sum} has arrived").format(sum=sum_),
        rows=((_("Amount"), sum_), (_("To"), account), (_("Reference"), reference)),
        do=_("See the statement"),
        path=paths.statement(trial_id),
    )


def payout_returned(*, amount_minor: int, currency: str, account: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payout_returned",
        subject=_("Your bank sent {sum} back").format(sum=sum_),
        lines=(_("The money is still yours. Correct the account and it goes out again."),),
        rows=((_("Amount"), sum_), (_("Account"), account)),
        do=_("Correct the account"),
        path=paths.PAYOUT_ACCOUNT,
    )


def payout_needs_account(*, amount_minor: int, currency: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payout_needs_account",
        subject=_("{sum} waits for your bank account").format(sum=sum_),
        lines=(_("It is yours. Say where to send it."),),
        do=_("Enter your account"),
        path=paths.PAYOUT_ACCOUNT,
    )


def payout_account_changed(*, ending: str) -> Letter:
    return Letter(
        kind="payout_account_changed",
        subject=_("Your pay goes to another account now"),
        lines=(_("Somebody, we think you, has changed it: to the account ending {ending}.").format(ending=ending),),
        do=_("See where your pay goes"),
        path=paths.PAYOUT_ACCOUNT,
        after=(_("It was not you? Name your account again, and write to {help}.").format(help=settings.HELP_EMAIL),),
    )


def payout_still_waits(*, amount_minor: int, currency: str) -> Letter:
    return Letter(
        kind="payout_still_waits",
        subject=_("{sum} still waits for you").format(sum=money(amount_minor, currency)),
        lines=(_("It is your pay, and nobody else's. Say where to send it, and it goes out the same hour."),),
        do=_("Enter your account"),
        path=paths.PAYOUT_ACCOUNT,
    )


def payout_is_unclaimed(*, amount_minor: int, currency: str) -> Letter:
    return Letter(
        kind="payout_is_unclaimed",
        subject=_("{sum} is kept for you").format(sum=money(amount_minor, currency)),
        lines=(
            _("We could not send it for a long time, so it is kept apart in the books. It stays yours for good."),
            _("Say where to send it whenever you like, and it goes out the same hour."),
        ),
        do=_("Enter your account"),
        path=paths.PAYOUT_ACCOUNT,
    )


def seat_funded(*, title: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="seat_funded",
        subject=_("A seat of {title} is funded").format(title=title),
        lines=(_("The money is in. Every day's pay and the fee on it are held for this seat."),),
        do=_("See the posting"),
        path=paths.posting_tasks(opportunity_id),
    )


def funding_failed(*, amount_minor: int, currency: str, why: str) -> Letter:
    return Letter(
        kind="funding_failed",
        subject=_("The payment of {sum} did not go through").format(sum=money(amount_minor, currency)),
        lines=(*((why,) if why else ()), _("Nothing is lost: the posting stays as it is. Try another way to pay.")),
        do=_("Try again"),
        path=paths.COMPANY_MONEY,
    )


def funding_is_short(*, missing_minor: int, currency: str) -> Letter:
    missing = money(missing_minor, currency)
    return Letter(
        kind="funding_is_short",
        subject=_("{sum} is missing").format(sum=missing),
        lines=(_("Less arrived than was asked for. The seat is funded once the rest is in."),),
        do=_("See the payment"),
        path=paths.COMPANY_MONEY,
    )


def refund_sent(*, amount_minor: int, currency: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="refund_sent",
        subject=_("{sum} is on its way back to you").format(sum=sum_),
        lines=(_("It goes to the card or account that paid."),),
        do=_("See your money"),
        path=paths.COMPANY_MONEY,
    )


def refund_arrived(*, amount_minor: int, currency: str) -> Letter:
    return Letter(
        kind="refund_arrived",
        subject=_("{sum} has come back to you").format(sum=money(amount_minor, currency)),
        lines=(_("It is on the card or account that paid."),),
        do=_("See your money"),
        path=paths.COMPANY_MONEY,
    )


def refund_failed(*, amount_minor: int, currency: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="refund_failed",
        subject=_("We could not send {sum} back").format(sum=sum_),
        lines=(_("The money is yours and stays so. Tell us another account."),),
        do=_("See your money"),
        path=paths.COMPANY_MONEY,
    )


def payroll_is_late(*, amount_minor: int, currency: str, trial_id: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payroll_is_late",
        subject=_("The payroll is late with your {sum}").format(sum=sum_),
        lines=(_("The money is set aside and stays yours. We have asked for it, and a person looks at it."),),
        rows=((_("Gross"), sum_),),
        do=_("See the statement"),
        path=paths.statement(trial_id),
    )


def payroll_is_owed(*, amount_minor: int, currency: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payroll_is_owed",
        subject=_("Your payroll is late: {sum}").format(sum=sum_),
        lines=(_("Your payroll was to pay an intern by now. Pay it, and confirm it on your money page."),),
        rows=((_("Gross"), sum_),),
        do=_("Confirm it"),
        path=paths.COMPANY_MONEY,
    )


def payment_asked_back(*, amount_minor: int, currency: str, order_id: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payment_asked_back",
        subject=_("Your bank asks {sum} back").format(sum=sum_),
        lines=(
            _("Signed trials go on and are paid. Free seats and refunds pay first; your money page says the rest."),
            _("If it is a mistake, tell your bank: once it comes back, it is yours again."),
        ),
        rows=((_("Amount"), sum_), (_("Reference"), order_id)),
        do=_("See the money"),
        path=paths.COMPANY_MONEY,
    )


def payment_was_converted(*, amount_minor: int, currency: str, settled_currency: str, order_id: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payment_was_converted",
        subject=_("A payment of {sum} was converted and funds nothing").format(sum=sum_),
        lines=(
            _("The provider turned it into {currency}. A seat is funded in the trial's own currency only.").format(
                currency=settled_currency
            ),
            _("Exchange it back at the provider and say what you gave for it, or give it back: two people sign."),
        ),
        rows=((_("Amount"), sum_), (_("Reference"), order_id)),
        do=_("See the money"),
        path=paths.CORRECTIONS,
    )


def payroll_confirmed(*, amount_minor: int, currency: str, trial_id: str) -> Letter:
    sum_ = money(amount_minor, currency)
    return Letter(
        kind="payroll_confirmed",
        subject=_("The payroll has paid you {sum}, before tax").format(sum=sum_),
        lines=(_("So it was confirmed to us. If it isn't in your account, write to us."),),
        rows=((_("Gross"), sum_),),
        do=_("See the statement"),
        path=paths.statement(trial_id),
    )
