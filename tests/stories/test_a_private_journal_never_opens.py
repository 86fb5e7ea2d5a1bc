"""What an intern writes for their own eyes stands on no page and in no answer that anyone else can fetch."""

from __future__ import annotations

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import Organization
from foretaste.api.v1 import api
from tests.small_world import NOW, PRIVATE, SmallWorld
from tests.web.test_every_address import rows

OTHERS = ("hedy", "odile")


def bodies(world: SmallWorld, role: str) -> dict[str, str]:
    """Every page the role is given, by its path."""
    client, found = world.client(role), {}
    for row in rows():
        if row.get.get(role) in (200, None) and not row.name.startswith(("account_", "mfa_")):
            answer = client.get(row.path(world))
            if answer.status_code == 200:
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                found[row.path(world)] = content.decode(errors="replace")
    return found


def answers(world: SmallWorld, role: str) -> dict[str, str]:
    """Every answer of the API to the role's own token, by its path."""
    organization = Organization.objects.get(pk=world.people[role].organization_id)
    secret = accounts.issue_token(
        name="All", scopes=["read"], organization_id=organization.public_id, by=world.people[role], at=NOW
    ).secret
    client, found = world.client("visitor"), {}
    known = {f"{name}_id": value for name, value in world.ids.items()} | {"trial_id": world.ids["trial"]}
    for pattern, methods in api.get_openapi_schema(path_prefix="/api/v1")["paths"].items():
        if "get" in methods and "/demo/" not in pattern:
            path = pattern
            for name, value in known.items():
                path = path.replace(f"{{{name}}}", str(value))
            answer = client.get(path, headers={"Authorization": f"Bearer {secret}"})
            if answer.status_code == 200:
                found[path] = answer.content.decode(errors="replace")
    return found


def test_not_on_any_page_nor_in_the_api(small_world: SmallWorld) -> None:
    own = small_world.client("ines")
    assert PRIVATE in own.get(f"/trials/{small_world.ids['trial']}/journal/").content.decode()
    assert PRIVATE in own.get("/me/planner/").content.decode()
    for role in OTHERS:
        found = bodies(small_world, role) | answers(small_world, role)
        assert len(found) > 30, role
        assert [path for path, body in found.items() if PRIVATE in body] == []
