"""What is larger than any form is refused before a byte of it is read: by whomever, wherever it is sent."""

from __future__ import annotations

import pytest
from django.test import Client


class Unread:
    """A body that nobody may read."""

    def read(self, *size: int) -> bytes:
        raise AssertionError("The body was read.")

    readline = readlines = __iter__ = read


@pytest.mark.parametrize("address", ["/account/login/", "/", "/api/v1/demo/people", "/webhooks/sandbox/", "/nowhere"])
@pytest.mark.parametrize("length", [60 * 1024 * 1024 + 1, 10**11, 10**40])
def test_nothing_of_what_is_too_large_is_read(address: str, length: int) -> None:
    said = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = Client().post(address, **said)
    assert answer.status_code == 413
    assert "This is too large" in answer.text
