"""`foretaste manage appoint_operator EMAIL`: let somebody run this instance."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foretaste.accounts.actions import appoint_operator
from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars
from foretaste.core.refusals import Refused


class Command(BaseCommand):
    help = "Let the person with this mail address run the instance. They sign in by a mailed code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="their name, if they have no account yet")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = appoint_operator(email=options["email"], name=options["name"], by=CLOCK, at=calendars.now())
        except Refused as refused:
            raise CommandError(refused.text) from refused
        self.stdout.write(f"{person} runs this instance now. They sign in with {person.email}.")
