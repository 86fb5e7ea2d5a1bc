"""Seeds that once showed a fault, and what it was: they are lived again by every run of the tests."""

FOUND: dict[int, str] = {
    0: "a job of a worker that had died was never taken up again, and neither was one that waited for its lock",
    3: "the word that a dispute was lost was itself lost: no sum differed, and the company's refund waited for ever",
}
