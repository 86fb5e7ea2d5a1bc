"""What was earned, where it is, and proof that says no more than it must."""

from __future__ import annotations

from django.db.models import F

from foretaste.messaging.models import OutboxMail
from foretaste.money.models import Payout, PayoutAccount
from tests import at_state
from tests.web.intern.conftest import save_account

ACCOUNT = {"holder": "Ines Brandt", "country": "DE", "number": "DE89 3704-0044 0532 0130 00", "routing": ""}


def words(answer) -> str:
    return answer.content.decode()


def test_nothing_earned_yet_is_said_kindly(as_ines):
    assert "Your first day will stand here" in words(as_ines.get("/me/pay/"))
    assert "Nothing to prove yet" in words(as_ines.get("/me/pay/proof"))


def test_a_started_day_is_yours_already(as_ines, day_one):
    page = words(as_ines.get("/me/pay/"))
    assert "Yours so far" in page
    assert "€140.00 is yours already and is sent when the trial ends, however it ends." in page


def test_what_a_day_earned_is_sent_before_the_end_where_it_is_asked_for(as_ines, day_one, ines, plan, hedy):
    assert "/me/pay/payouts" not in words(as_ines.get("/me/pay/"))  # there is nowhere to send it
    save_account(ines, plan)
    page = words(as_ines.get("/me/pay/"))
    assert 'action="/me/pay/payouts"' in page
    assert "Send €140.00 now" in page
    answer = as_ines.post("/me/pay/payouts", follow=True)
    page = words(answer)
    assert "On its way. Your trial goes on as before." in page
    assert "/me/pay/payouts" not in page
    assert "is yours already and is sent when the trial ends" not in page
    assert [(one.amount_minor, one.trial_id) for one in Payout.objects.all()] == [(14000, day_one.public_id)]
    page = words(as_ines.post("/me/pay/payouts", follow=True))  # pressed twice
    assert "All that is yours is paid out or on its way." in page
    assert Payout.objects.count() == 1
    at_state.leave(day_one, ines, plan.at(1, "12:00"))
    assert sum(one.amount_minor for one in Payout.objects.all()) == at_state.fresh(day_one).paid_minor


def test_every_day_bonus_and_fee_has_its_line(as_ines, left):
    page = words(as_ines.get("/me/pay/"))
    for part in ("Monday 9 March 2026", "€140.00", "Goodbye bonus", "€60.00", "Fees", "€0.00", "€200.00"):
        assert part in page
    assert "€200.00 is on its way to the account ending 3000." in page


def test_the_statement_is_a_page_and_a_document(as_ines, left):
    page = words(as_ines.get(f"/me/pay/{left.public_id}/"))
    assert left.reference in page
    printed = as_ines.get(f"/me/pay/{left.public_id}/statement.pdf")
    assert printed["Content-Type"] == "application/pdf"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed.content


def test_the_proof_says_neither_kind_nor_ending(as_ines, left):
    page = words(as_ines.get("/me/pay/proof"))
    assert "March 2026" in page
    assert "€200.00" in page
    main = page.split('<main id="main"')[1].split("</main>")[0]
    for word in ("bonus", "left", "exit", left.title, "Halden"):
        assert word not in main
    assert as_ines.get("/me/pay/proof.pdf").content.startswith(b"%PDF")


def test_an_account_is_taken_with_any_spacing(as_ines):
    assert as_ines.post("/me/pay/account", ACCOUNT).url == "/me/pay/"
    assert PayoutAccount.objects.get().number == "DE89370400440532013000"


def test_an_iban_names_the_country_of_the_bank(as_ines):
    for chosen in ("", "US"):
        assert as_ines.post("/me/pay/account", ACCOUNT | {"country": chosen}).status_code == 302
        assert PayoutAccount.objects.get(replaced_at=None).country == "DE"


def test_another_number_needs_the_country_of_the_bank(as_ines):
    answer = as_ines.post("/me/pay/account", ACCOUNT | {"country": "", "number": "000123456789"})
    assert answer.status_code == 422
    assert 'id="id_country_error"' in words(answer)
    assert not PayoutAccount.objects.exists()
    as_ines.post("/me/pay/account", ACCOUNT | {"country": "US", "number": "000123456789", "routing": "110000000"})
    assert PayoutAccount.objects.get().country == "US"


def test_a_mistyped_account_is_named_at_its_field(as_ines):
    answer = as_ines.post("/me/pay/account", ACCOUNT | {"number": "DE00370400440532013000"})
    assert answer.status_code == 422
    assert 'id="id_number_error"' in words(answer)
    assert not PayoutAccount.objects.exists()


def test_pay_never_goes_elsewhere_in_silence(as_ines, agreed, run_jobs):
    def told() -> list[str]:
        run_jobs()
        found = OutboxMail.objects.filter(kind="payout_account_changed", to="ines@example.org")
        return [mail.subject for mail in found if mail.sent_at]

    as_ines.post("/me/pay/account", ACCOUNT)
    as_ines.post("/me/pay/account", ACCOUNT)  # the first one, and the same again: nothing has changed
    assert told() == []
    as_ines.post("/me/pay/account", ACCOUNT | {"number": "GB33BUKB20201555555555"})
    assert told() == ["Your pay goes to another account now"]
    assert PayoutAccount.objects.get(replaced_at=None).number == "GB33BUKB20201555555555"


def test_what_waited_for_the_account_goes_out(as_ines, day_one, run_jobs):
    as_ines.post(f"/trials/{day_one.public_id}/exit", {"sum": "20000"})
    run_jobs()
    waiting = words(as_ines.get("/me/pay/"))
    assert "waits for your account" in waiting
    assert '<a href="/me/pay/account">Add your account</a>' in waiting
    as_ines.post("/me/pay/account", ACCOUNT)
    page = words(as_ines.get("/me/pay/"))  # the job that sends it has not run yet
    assert "goes out in a moment, to the account ending 3000" in page
    assert "waits for your account" not in page
    assert "Add your account" not in page + words(as_ines.get(f"/trials/{day_one.public_id}/left"))
    run_jobs()
    assert "on its way to the account ending 3000" in words(as_ines.get("/me/pay/"))


def test_an_outsider_reads_no_statement(signed_in, otto, hedy, odile, left):
    for who in (otto, hedy, odile):
        assert signed_in(who).get(f"/me/pay/{left.public_id}/").status_code == 404
        assert signed_in(who).get(f"/me/pay/{left.public_id}/statement.pdf").status_code == 404


def test_pay_is_read_in_few_queries(as_ines, left, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        as_ines.get("/me/pay/")


def test_a_statement_says_when_it_was_issued_and_what_it_replaced(as_ines, left, clock):
    """Until the sweep it is said to be about to be issued; a later decision issues the next, and the first stays."""
    from django.db import transaction

    from foretaste.accounts.actors import CLOCK
    from foretaste.money import settling, stating
    from foretaste.money.models import IssuedStatement

    address = f"/me/pay/{left.public_id}/"
    assert "It is issued within a minute" in words(as_ines.get(address))
    stating.state_what_is_due(clock.now)
    first = IssuedStatement.objects.get()
    page = words(as_ines.get(address))
    assert first.sha256 in page
    assert "It is issued within a minute" not in page
    assert "€200.00" in page
    with transaction.atomic():
        settling.pay_told_to_leave(trial_id=left.public_id, at=clock.now, by=CLOCK)
    assert "It is issued within a minute" in words(as_ines.get(address))
    stating.state_what_is_due(clock.now)
    page = words(as_ines.get(address))
    assert "the statement of 9 March 2026" in page
    assert "€420.00" in page
    assert first.sha256 not in page
    earlier = words(as_ines.get(address + "?number=1"))
    assert first.sha256 in earlier
    assert "€200.00" in earlier
    for none in ("3", "0", "x", "", "1" * 5000):
        assert as_ines.get(address, {"number": none}).status_code == 404, none


def test_what_the_bank_made_of_it_stands_beside_it(as_ines, left):
    Payout.objects.update(state="arrived", arrived_at=F("created_at"), converted_minor=17_000, converted_currency="GBP")
    page = words(as_ines.get(f"/me/pay/{left.public_id}/"))
    assert "Its bank made £170.00 of it, at the rate of that day" in page
