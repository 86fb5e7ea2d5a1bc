"""Why something can't be read. Each reason is shown to whoever asked; nothing of what was refused is stored."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    # the address
    NOT_AN_ADDRESS = "not_an_address"
    NOT_HTTP = "not_http"
    WITH_A_PASSWORD = "with_a_password"  # noqa: S105 - a reason, no password
    WRONG_PORT = "wrong_port"
    NOT_PUBLIC = "not_public"
    NO_SUCH_HOST = "no_such_host"
    # what the site says
    ROBOTS_SAY_NO = "robots_say_no"
    RIGHTS_RESERVED = "rights_reserved"
    # the answer
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    NOT_SECURE = "not_secure"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECTED_BACK = "redirected_back"
    REDIRECTED_INTO_THE_OPEN = "redirected_into_the_open"
    GONE = "gone"
    SIGN_IN_NEEDED = "sign_in_needed"
    ASKED_TO_WAIT = "asked_to_wait"
    BROKEN_THERE = "broken_there"
    UNEXPECTED_ANSWER = "unexpected_answer"
    # what came
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    UNKNOWN_ENCODING = "unknown_encoding"
    WRONG_ENCODING = "wrong_encoding"
    ENTITIES = "entities"
    NOT_JSON = "not_json"
    NOT_XML = "not_xml"
    NOT_A_FEED = "not_a_feed"
    NOT_A_TABLE = "not_a_table"
    NOT_A_MAIL = "not_a_mail"
    OTHER_SHAPE = "other_shape"
    NO_JOBS_IN_DATA = "no_jobs_in_data"
    TOO_MANY = "too_many"
    SCRIPT = "script"
    # a mail or a message
    UNKNOWN_SENDER = "unknown_sender"
    FORGED = "forged"
    NOT_SIGNED = "not_signed"


class Unreadable(Exception):
    """It is not read, for this reason; `detail` is for the operator's eyes, `wait` is how long they asked us to."""

    def __init__(self, why: Why, detail: str = "", *, wait: int = 0) -> None:
        self.why = why
        self.detail = detail[:300]
        self.wait = wait
        super().__init__(f"{why}: {self.detail}")


class Unchanged(Exception):
    """The source says that nothing has changed since the last time."""
