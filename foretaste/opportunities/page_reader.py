"""Run as a program of its own: a page on standard input, its JobPostings on standard output as JSON.

Started by `page_data` alone, isolated, with limits: the page is anybody's. Nothing of ours is imported here, and
what the libraries weigh goes when the program ends. It may open no connection and start no program.
"""

from __future__ import annotations

import json
import resource
import sys
from collections import deque
from collections.abc import Iterator
from typing import Any

MOST_MEMORY = 1024 * 2**20  # bytes of address space
MOST_SECONDS = 8  # of processor
MOST_NODES = 20_000  # of data, in all blocks together
MOST_POSTINGS = 5  # unless the first argument names another number
NEEDED_NOWHERE = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    most = int(sys.argv[1]) if len(sys.argv) > 1 else MOST_POSTINGS
    page = sys.stdin.buffer.read()
    from extruct.utils import parse_html

    sys.addaudithook(_refuse)
    try:
        tree = parse_html(page, encoding="UTF-8")
    except (ValueError, TypeError, SyntaxError):
        tree = None
    found = [] if tree is None else [*_in_json_ld(tree), *_in_microdata(tree, most)]
    json.dump(found[:most], sys.stdout)


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(NEEDED_NOWHERE):
        raise PermissionError(event)


def _in_json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    from extruct.jsonld import JsonLdExtractor

    for script in tree.iter("script"):
        if "application/ld+json" not in script.get("type", "").lower() or "JobPosting" not in (script.text or ""):
            continue
        script.set("type", "application/ld+json")  # also where a charset follows
        try:
            yield from _postings(JsonLdExtractor().extract_items(script))
        except (ValueError, RecursionError):
            continue  # one broken block is no reason to miss the next


def _postings(data: Any) -> list[dict[str, Any]]:
    """Find every JobPosting, in lists and @graph too, without recursion."""
    waiting, seen, found = deque([data]), 0, []
    while waiting and seen < MOST_NODES:
        node, seen = waiting.popleft(), seen + 1
        if isinstance(node, dict):
            kinds = node.get("@type")
            if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
                found.append(node)
            else:
                waiting.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            waiting.extend(node[: MOST_NODES - seen])
    return found


def _in_microdata(tree: Any, most: int) -> Iterator[dict[str, Any]]:
    from extruct.w3cmicrodata import MicrodataExtractor

    for node in tree.xpath('//*[@itemscope][contains(@itemtype, "schema.org/JobPosting")]')[:most]:
        try:
            items = MicrodataExtractor().extract_items(node, None)
            yield from (_like_json_ld(item) for item in items[:1])
        except (ValueError, RecursionError):
            continue


def _like_json_ld(value: Any) -> Any:
    """Say microdata as JSON-LD says it: the type by its name, the properties beside it."""
    if isinstance(value, list):
        return [_like_json_ld(one) for one in value[:100]]
    if not isinstance(value, dict):
        return value
    kinds = value.get("type", "")
    kind = (kinds[0] if isinstance(kinds, list) and kinds else str(kinds)).rsplit("/", 1)[-1]
    properties = value.get("properties", {})
    return {"@type": kind, **{name: _like_json_ld(one) for name, one in properties.items()}}


if __name__ == "__main__":
    main()
