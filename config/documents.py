"""The pages of docs/reference/ that are written from the code: settings, variables, the command line, the mails."""

from __future__ import annotations

import argparse
import ast
import inspect
from pathlib import Path
from typing import NamedTuple

from foretaste.cli import EXIT_CODES, _parser
from foretaste.core.documents import writes_page
from foretaste.messaging import letters
from foretaste.syndication.outbound import mapping

BASE = Path(__file__).resolve().parent / "settings" / "base.py"
WRITTEN = "Written by `make docs` from {source}; change that, not this.\n"


class Variable(NamedTuple):
    """What an instance is told by its environment. A test compares the names with what the code reads."""

    name: str
    default: str
    means: str


PRODUCTION = (
    Variable(
        "DATABASE_URL",
        "needed",
        "`postgresql://user:password@host:5432/name`, PostgreSQL 15 to 18. Empty with "
        "`config.settings.local`: the embedded server of the data folder.",
    ),
    Variable(
        "OWNER_DATABASE_URL",
        "`DATABASE_URL`",
        "The same database as the role that owns the tables: `foretaste up` migrates with it.",
    ),
    Variable(
        "FORETASTE_DATA",
        "needed",
        "Folder of uploaded files, collected static files and `keys.json`. `--data` says the same.",
    ),
    Variable("ALLOWED_HOSTS", "needed", "The hosts this instance answers for, with commas between."),
    Variable("SITE_URL", "`https://` and the first host", "What links in mails begin with."),
    Variable(
        "GOOGLE_INDEXING_KEY_FILE",
        "",
        "The JSON key of a Google service account that owns the property: pages of trials are then told to Google's "
        "Indexing API when they open and close. Empty: nothing is told.",
    ),
    Variable("INSTANCE_NAME", "`Foretaste`", "Shown on pages, in mails and, in capitals, on bank statements."),
    Variable("SECRET_KEY", "needed", "Signs sessions and links. Or in `keys.json`."),
    Variable(
        "SEALING_KEYS", "needed", "Fernet keys with commas between: the first seals, all open. Or in `keys.json`."
    ),
    Variable(
        "RECORD_KEYS",
        "needed",
        "Seeds of Ed25519 keys, 32 bytes in base64url, with commas between: the first signs the records that interns "
        "take with them, all stand in `/.well-known/did.json`. Or in `keys.json`.",
    ),
    Variable("WEBHOOK_SECRET", "needed", "Signs what the payment provider tells. Or in `keys.json`."),
    Variable(
        "PAYMENT_PROVIDER",
        "needed",
        "Who moves the money: `stripe` ([how](../how-to/stripe.md)), `manual`: your own bank and its files "
        "([how](../how-to/manual-payments.md)), or `sandbox`, which moves none. "
        "`sandbox` with `config.settings.local`.",
    ),
    Variable("STRIPE_SECRET_KEY", "needed with `stripe`", "The platform's secret key, `sk_...`, or a restricted one."),
    Variable("STRIPE_WEBHOOK_SECRET", "needed with `stripe`", "Signing secret of the endpoint `/webhooks/stripe/`."),
    Variable(
        "STRIPE_CONNECT_WEBHOOK_SECRET",
        "needed with `stripe`",
        "Signing secret of the endpoint `/webhooks/stripe/connect/`; another than the one above.",
    ),
    Variable(
        "STRIPE_CURRENCIES",
        "`EUR`",
        "The currencies your Stripe account settles in without converting, with commas between.",
    ),
    Variable(
        "STRIPE_BANK_TRANSFER_COUNTRY",
        "`DE`",
        "Country of the account numbers that companies transfer euros to: BE, DE, ES, FR, IE or NL.",
    ),
    Variable("MANUAL_ACCOUNT_HOLDER", "needed with `manual`", "The name your own account is held in."),
    Variable("MANUAL_ACCOUNT_NUMBER", "needed with `manual`", "Its IBAN; an account used for nothing else."),
    Variable("MANUAL_ACCOUNT_BIC", "empty", "Your bank's BIC, where it wants it in payment files."),
    Variable("MANUAL_CURRENCIES", "`EUR`", "The currencies of that account, with commas between."),
    Variable("ALLOW_SANDBOX_PROVIDER", "no", "Production settings start with the sandbox only when this says so."),
    Variable("BEHIND_PROXY", "no", "A proxy ends TLS and itself sets `X-Forwarded-Proto`."),
    Variable("HSTS_SECONDS", "`31536000`", "How long browsers insist on https."),
    Variable("MAIL_HOST", "needed", "SMTP server. `foretaste up` without it writes mails to the terminal."),
    Variable("MAIL_PORT", "`587`", "Its port."),
    Variable("MAIL_USER", "empty", "Who signs in there."),
    Variable("MAIL_PASSWORD", "empty", "With what."),
    Variable("MAIL_TLS", "yes", "STARTTLS."),
    Variable("DEBUG", "no", "Not for real people: with it the settings refuse to start."),
    Variable(
        "ALERTS_ADDRESS", "empty", "Where your mail server takes forwarded job alerts, such as `alerts@in.example.org`."
    ),
    Variable("MAIL_FROM", "`Foretaste <post@localhost>`", "The sender of every mail."),
)
LOCAL = (
    Variable("DJANGO_SETTINGS_MODULE", "`config.settings.local`", "`config.settings.production` for real people."),
    Variable("DEMO", "no", "Set by `foretaste up --demo`: demo people, a clock that moves, a mailbox page."),
    Variable("FORETASTE_PORT", "`8000`", "Set by `foretaste up --port`."),
    Variable("WEB_PROCESSES", "one per core, two at most", "Processes of the web server."),
)


@writes_page("reference/settings.md")
def settings_page() -> str:
    """Return the page: the variables first, then what stands in the settings themselves."""
    return "\n".join(
        [
            "# Settings",
            "",
            WRITTEN.format(source="`config/documents.py` and `config/settings/base.py`"),
            "An instance is told by environment variables what differs from machine to machine. Yes and no are `1`",
            "and `0`.",
            "",
            "## Variables of `config.settings.production`",
            "",
            *_variables(PRODUCTION),
            "",
            "Without one that is needed, with a sandbox provider nobody allowed, with `DEBUG` or `DEMO`, with plain",
            "http in `SITE_URL`, with short, shared or malformed keys it refuses to start, and says what to do. Plain",
            "http is redirected; HSTS, secure cookies and a strict Content-Security-Policy are on.",
            "",
            "## Variables of `foretaste up` on one machine",
            "",
            *_variables(LOCAL),
            "",
            "## What stands in the settings",
            "",
            "These are the same for every instance made from this code. To change one, write a settings module of your",
            "own that begins with `from config.settings.production import *`, and name it in `DJANGO_SETTINGS_MODULE`.",
            "",
            "| setting | default | means |",
            "| --- | --- | --- |",
            *(f"| `{name}` | `{value}` | {means} |" for name, value, means in own_settings()),
            "",
            "The guarantees have no setting: one to five days, the fund before the signature, pay at the check-in, the",
            "sum of an exit, seven days of sealing, five people behind a figure.",
        ]
    )


def _variables(rows: tuple[Variable, ...]) -> list[str]:
    return [
        "| variable | default | means |",
        "| --- | --- | --- |",
        *(f"| `{row.name}` | {row.default} | {row.means} |" for row in rows),
    ]


def own_settings() -> list[tuple[str, str, str]]:
    """Read the first block of base.py: name, value as written, the comment behind it."""
    lines = BASE.read_text(encoding="utf-8").splitlines()
    rows = []
    for node in ast.parse("\n".join(lines)).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name == "INSTALLED_APPS":
                break
            if name != "ROOT":
                _, _, comment = lines[node.lineno - 1].partition("  # ")
                rows.append((name, ast.unparse(node.value), comment or "the variable of that name sets it"))
    return rows


@writes_page("reference/command-line.md")
def command_line_page() -> str:
    """Return the page: every command with its options, as `--help` says them."""
    parser = _parser()
    commands = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    page = ["# Command line", "", WRITTEN.format(source="`foretaste/cli.py`"), f"{parser.description}", ""]
    for name, command in commands.choices.items():
        page += [f"## `foretaste {name}`", "", str(command.description), ""]
        options = [one for one in command._actions if one.dest != "help"]
        if options:
            page += ["| option | means |", "| --- | --- |", *map(_option, options), ""]
    codes = EXIT_CODES.removeprefix("Exit codes: ").rstrip(".").split("; ")
    page += ["## Exit codes", "", *(f"- {code}" for code in _join_audit(codes))]
    return "\n".join(page)


def _option(option: argparse.Action) -> str:
    names = ", ".join(f"`{name}`" for name in option.option_strings) or f"`{option.metavar or option.dest}`"
    takes = (
        ""
        if option.nargs == 0 or not option.option_strings
        else f" `{option.metavar or '|'.join(option.choices or [option.dest.upper()])}`"
    )
    takes = takes.replace("|", r"\|")
    needed = " (needed)" if option.required and option.option_strings else ""
    return f"| {names}{takes} | {option.help}{needed} |"


def _join_audit(codes: list[str]) -> list[str]:
    """Keep `for rehearse: ...` with the code it belongs to."""
    joined: list[str] = []
    for code in codes:
        if code[0].isdigit():
            joined.append(code)
        else:
            joined[-1] += f"; {code}"
    return joined


# Who gets a letter is decided in `foretaste/messaging/subscribers/` and `clock.py`. Each letter has its row here.
MAILS: dict[str, tuple[str, str]] = {
    "sign_in_link": ("whoever asked for it", "a link that signs in once"),
    "sign_in_changed": (
        "the person, at the address they had before",
        "another address, password, passkey or app signs in, or no longer does",
    ),
    "sign_in_code": ("whoever asked for it", "a code that signs in"),
    "address_code": ("a new address", "the code that confirms it, when signing up or changing it"),
    "new_password": ("whoever asked for it", "where to choose a new password"),
    "address_is_known": ("whose address it is", "somebody signed up with it, and it has an account already"),
    "address_is_unknown": ("whose address it is", "somebody signed in with it, and it has no account"),
    "colleague_invited": ("whoever is asked", "would they act for a company; until their yes they do not"),
    "company_verified": ("the company's people", "the operator has verified the company"),
    "company_suspended": ("the company's people", "the operator has suspended the company, and why; what goes on"),
    "company_reinstated": ("the company's people", "the suspension is lifted"),
    "applications_paused": ("the intern", "the operator has paused their new applications, why, and how to object"),
    "pause_objected_to": ("the operator", "an intern objects to a pause; not what they say"),
    "pause_answered": ("the intern", "the pause is lifted, or stays, and why"),
    "mails_to_confirm": (
        "an address that a search was saved for",
        "does it want the mails; nothing else before its yes",
    ),
    "new_results": ("who saved a search", "what is new in it, each with its source and pay; a link stops these mails"),
    "search_stopped": ("who saved a search", "it can't be run any more, and why"),
    "wage_to_confirm": (
        "the operator",
        "a posting waits for a look: no wage is known, the pay is unusually high, or the company is new",
    ),
    "wage_confirmed": ("who wrote the posting", "the operator has confirmed the pay"),
    "wage_not_confirmed": ("who wrote the posting", "the pay needs a change, and which"),
    "question_asked": ("who made the posting, and its host", "a question under a posting"),
    "question_answered": ("who asked", "the answer"),
    "application_submitted": (
        "who made the posting, and its host",
        "somebody asks for the trial, and until when they are answered",
    ),
    "application_answered": ("the intern", "not this time, or the date passed without an answer"),
    "invited": ("the intern", "a company asks them to come"),
    "applied_elsewhere": (
        "whoever applied on Indeed",
        "three questions are left; nothing sent there is kept",
    ),
    "invitation_declined": ("who made the posting, and its host", "they would rather not"),
    "welcomed": ("the intern", "the offer: terms, sums, until when to answer"),
    "offer_is_lapsing": ("the intern", "24 hours before an offer lapses"),
    "offer_lapsed": ("both sides", "nobody answered the offer in time"),
    "offer_declined": ("who made the posting, and its host", "the intern let it go"),
    "offer_withdrawn": ("the intern", "the company took the offer back"),
    "agreement_signed": ("both sides", "signed, with the calendar file and the text's fingerprint"),
    "host_named": ("both sides", "another of the company's people hosts the trial from now on"),
    "day_before": ("both sides", "24 hours before each day"),
    "day_started": ("the intern", "a day has begun, and its pay is theirs"),
    "deliverable_uploaded": ("the host and who signed", "a file of the trial; no pay depends on it"),
    "day_move_proposed": ("the other side", "would another date do"),
    "day_moved": ("both sides", "the day has moved, with the calendar file"),
    "day_move_declined": ("who asked", "the day stays"),
    "ended_for_intern": ("the intern", "how it ended, with every sum of the statement"),
    "ended_for_company": ("the host and who signed", "that it is over; after an exit nothing but that"),
    "case_opened": ("both sides", "a question for a person, and what each can do"),
    "case_needs_a_decision": ("the operator", "both sides have spoken"),
    "case_decided": ("both sides", "the same letter: outcome and reasons"),
    "feedback_given": ("the intern", "somebody they asked has answered; only they can read it"),
    "safety_reported": ("the operator", "a report of harassment or danger waits; not what it says"),
    "safety_report_answered": ("who reported", "there is an answer"),
    "record_issued": ("the intern", "the record they can take along is there; only they see it"),
    "payout_sent": ("the intern", "money is on its way"),
    "payout_arrived": ("the intern", "it has arrived"),
    "payout_returned": ("the intern", "the bank sent it back; it is still theirs"),
    "payroll_is_late": ("the intern", "a payroll has not confirmed by its day"),
    "payroll_is_owed": ("the company's finance", "its payroll has not confirmed by its day"),
    "payment_asked_back": ("the company's finance", "its bank takes a payment back"),
    "payment_was_converted": ("the operator", "a payment came in another currency than the provider settles in"),
    "payout_still_waits": ("the intern", "money has waited 7, 30, 90, 180, 365 days for an account"),
    "payout_is_unclaimed": ("the intern", "money could not be sent for as long as the operator's rule says"),
    "payout_needs_account": ("the intern", "money waits for an account"),
    "payout_account_changed": ("whoever is paid", "their pay goes to another account from now on"),
    "payroll_confirmed": ("the intern", "the payroll has paid what it owed"),
    "seat_funded": ("who made the posting, and its host", "a seat has its money"),
    "funding_failed": ("the company's finance, else its recruiters", "a payment did not go through"),
    "funding_is_short": ("the company's finance, else its recruiters", "a transfer was too small, and by how much"),
    "refund_sent": ("the company's finance, else its recruiters", "money is on its way back"),
    "refund_arrived": ("the company's finance, else its recruiters", "it has come back"),
    "refund_failed": ("the company's finance, else its recruiters", "it could not be sent back"),
    "evaluations_opened": ("both sides", "the questions after the trial, and until when"),
    "evaluation_closes": ("both sides alike", "24 hours before the window closes, whoever has sent"),
    "evaluations_revealed": ("both sides", "what was sealed is open; after a mutual yes the next letter says it"),
    "mutual_yes": ("both sides", "both said yes, and what was sealed is open"),
    "reply_written": ("the other side", "the one reply"),
    "contacts_exchanged": ("both sides", "both want to keep in touch; of one alone nobody is told"),
    "thanks_sent": ("the other side", "a note of thanks"),
    "conversion_offered": ("the intern", "the longer role"),
    "conversion_answered": ("the host and who signed", "yes or no to it"),
    "exit_note_signed": ("the host and who signed", "a note its writer has signed"),
}


@writes_page("reference/mails.md")
def mails_page() -> str:
    """Return the page: every mail, who gets it, what it says; the file that writes it."""
    rows = []
    for kind in sorted(letters.__all__, key=list(MAILS).index):
        to, says = MAILS[kind]
        file = Path(inspect.getfile(getattr(letters, kind))).name
        rows.append(f"| [`{kind}`](../../foretaste/messaging/letters/{file}) | {to} | {says} |")
    return "\n".join(
        [
            "# Mails",
            "",
            WRITTEN.format(source="`config/documents.py` and `foretaste/messaging/letters/`"),
            "Each is text and HTML, in the reader's language, and written once per thing that happened. None says",
            "anything about what is sealed or whether the other side has sent.",
            "On a demo instance all of them lie in the mailbox, `/mailbox/`.",
            "",
            "| mail | who gets it | what it says |",
            "| --- | --- | --- |",
            *rows,
        ]
    )


READ_SECOND_HAND = (
    "Read second-hand, so to be looked at again by whoever connects one: Handshake's fields beyond the required ones;",
    "LinkedIn's spelling of workplace types, its form of dates and its wish for addresses that begin with",
    "`https://www`; the optional half of Talent.com; all of Jooble; Indeed Apply's answers 413 and 422.",
)


@writes_page("reference/outward-formats.md")
def outward_formats_page() -> str:
    """Return the page: what each channel calls our work, and what each element may hold."""
    lines = [
        "# Outward formats",
        "",
        WRITTEN.format(source="`config/documents.py` and `foretaste/syndication/outbound/mapping.py`"),
        "One posting, as its public page shows it, becomes each of these. The street address is never in any: it opens",
        "with the agreement. How to use them: [publish elsewhere](../how-to/publish-elsewhere.md).",
        "",
        "## What each channel calls the work",
        "",
        "| engagement, for whom | Google | Indeed | LinkedIn | Handshake | Talent.com, Jooble |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for (engagement, audience), kind in mapping.EMPLOYMENT.items():
        lines.append(
            f"| {engagement}, {audience} | {' '.join(kind.google)} | {kind.indeed} |"
            f" {kind.linkedin}, {kind.linkedin_level} | {kind.handshake} | {kind.talent} |"
        )
    lines += [
        "",
        "Pay is the day's, before tax where the intern is an employee: Google `DAY`, LinkedIn `DAILY`, else per day.",
        "The sum of all days and the goodbye bonus stand in the text. Wholly remote work is Google's `TELECOMMUTE`",
        "with the country; hybrid work never is.",
        "",
        *READ_SECOND_HAND,
    ]
    for channel, form in mapping.FORMATS.items():
        lines += [
            "",
            f"## {channel.value.title()}",
            "",
            f"`<{form.root}>` of `<{form.job}>`. Source: {form.source}",
            "",
        ]
        lines += ["| element | needed | may hold |", "| --- | --- | --- |"]
        lines += [f"| `{one.name}` | {_need_of(one, form)} | {_limits_of(one)} |" for one in form.elements]
    return "\n".join(lines)


def _need_of(element: mapping.Element, form: mapping.Format) -> str:
    if element.name in form.together:
        return "if any of these stands: " + " ".join(f"`{name}`" for name in form.together)
    return "yes" if element.needed else "stands, if only empty" if element.stands else ""


def _limits_of(element: mapping.Element) -> str:
    said = []
    if element.shortest is not None:
        said.append(f"at least {element.shortest:,} characters")
    if element.longest is not None:
        said.append(f"at most {element.longest:,} characters")
    if element.allowed is not None:
        said.append(" ".join(f"`{one}`" for one in sorted(element.allowed)))
    if element.pattern:
        said.append(
            "`" + element.pattern.replace("|", "&#124;") + "`" if "|" not in element.pattern else _moment(element)
        )
    if element.tags is not None:
        said.append("HTML: " + " ".join(sorted(element.tags)))
    if not element.entities:
        said.append("no entities")
    return "; ".join(said)


def _moment(element: mapping.Element) -> str:
    return "a moment with its zone, ISO 8601" if element.pattern == mapping.MOMENT else "a sum per hour or day, plain"
