"""`showup add`: an interview agreed by telephone or mail. It is judged here, so that the service stays lean."""

from __future__ import annotations

import json
import secrets
from argparse import Namespace
from dataclasses import replace
from zoneinfo import ZoneInfo

import msgspec

from showup import duration
from showup.cli.asking import asked, show
from showup.cli.judging import configured, instant_of
from showup.cli.printing import headline, table, when
from showup.detect import judge
from showup.errors import UsageError
from showup.model import ADDED, Interview, Occurrence, Participant, Profile, Role, Verdict
from showup.plain import one_line

__all__ = ["add"]


def add(arguments: Namespace) -> int:
    profile = configured(arguments).profile
    interview = _interview(arguments, profile)
    told = asked("add", interview=json.loads(msgspec.json.encode(interview)))
    if arguments.json:
        show(told)
    else:
        print(f"Watched: {headline(told['interview'])}")
        alarms = [alarm for alarm in told["plan"]["alarms"] if alarm["state"] != "past"]
        print(table([(when(alarm["at"]), alarm["rung"], ", ".join(alarm["channels"])) for alarm in alarms], "  "))
    return 0


def _interview(arguments: Namespace, profile: Profile) -> Interview:
    if not one_line(arguments.title, 200):
        raise UsageError('Give it a title, such as "Interview with Marlow".')
    start = instant_of(arguments.at, ZoneInfo(profile.zone), "--at")
    try:
        length = duration.parse(arguments.length)
    except ValueError as err:
        raise UsageError(f"--for: {err}") from None
    occurrence = Occurrence(
        source=ADDED,
        uid=f"{secrets.token_hex(8)}@showup",
        start=start,
        end=start + length,
        zone=profile.zone,
        title=arguments.title,
        description=arguments.note or "",
        location=arguments.place or "",
        url=arguments.join or "",
        organizer=Participant(email=arguments.contact) if arguments.contact else None,
    )
    judgement = judge(occurrence, profile)
    company = arguments.company or judgement.company
    reasons = ("you added it yourself", *judgement.reasons)
    sure = replace(
        judgement, verdict=Verdict.INTERVIEW, role=Role.CANDIDATE, score=100, company=company, reasons=reasons
    )
    return Interview(occurrence, sure)
