"""Rules of repetition that explode, never end, never begin or mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.hostile.corpus import Hostile, calendar, case, event

NOW = "DTSTART:20261125T130000Z\nDTEND:20261125T140000Z"
LONG_AGO = "DTSTART:00010101T000000Z"
ALL = {
    "BYSECOND": ",".join(map(str, range(60))),
    "BYMINUTE": ",".join(map(str, range(60))),
    "BYHOUR": ",".join(map(str, range(24))),
    "BYMONTHDAY": ",".join(map(str, range(1, 32))),
    "BYYEARDAY": ",".join(map(str, range(1, 367))),
    "BYWEEKNO": ",".join(map(str, range(1, 54))),
    "BYMONTH": ",".join(map(str, range(1, 13))),
    "BYSETPOS": ",".join(map(str, range(1, 367))),
    "BYDAY": "MO,TU,WE,TH,FR,SA,SU",
}
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
REFUSED = {"SECONDLY": "every second", "MINUTELY": "every minute"}

ODD = {
    "interval nought": "FREQ=DAILY;INTERVAL=0",
    "interval below nought": "FREQ=DAILY;INTERVAL=-1",
    "interval beyond all": f"FREQ=DAILY;INTERVAL={'9' * 300}",
    "interval of 5000 digits": f"FREQ=DAILY;INTERVAL={'9' * 5000}",
    "interval a word": "FREQ=DAILY;INTERVAL=often",
    "interval a fraction": "FREQ=DAILY;INTERVAL=1.5",
    "interval empty": "FREQ=DAILY;INTERVAL=",
    "interval a list": "FREQ=DAILY;INTERVAL=1,2,3",
    "interval in other digits": "FREQ=DAILY;INTERVAL=٣",
    "count nought": "FREQ=DAILY;COUNT=0",
    "count below nought": "FREQ=DAILY;COUNT=-5",
    "count beyond all": f"FREQ=DAILY;COUNT={'9' * 40}",
    "count a list": "FREQ=DAILY;COUNT=1,2",
    "count of 5000 digits": f"FREQ=DAILY;COUNT={'9' * 5000}",
    "until 9999": "FREQ=DAILY;UNTIL=99991231T235959Z",
    "until local 9999": "FREQ=DAILY;UNTIL=99991231T235959",
    "until year 1": "FREQ=DAILY;UNTIL=00010101T000000Z",
    "until year 0": "FREQ=DAILY;UNTIL=00000101T000000Z",
    "until no date": "FREQ=DAILY;UNTIL=later",
    "until empty": "FREQ=DAILY;UNTIL=",
    "until twice": "FREQ=DAILY;UNTIL=20261201;UNTIL=20261202",
    "until a duration": "FREQ=DAILY;UNTIL=P1D",
    "until before start": "FREQ=DAILY;UNTIL=20200101",
    "no frequency": "COUNT=3",
    "unknown frequency": "FREQ=SOMETIMES",
    "frequency empty": "FREQ=",
    "frequency twice": "FREQ=DAILY;FREQ=SECONDLY",
    "frequency a list": "FREQ=DAILY,SECONDLY",
    "only a word": "DAILY",
    "empty": "",
    "only semicolons": ";" * 5000,
    "only equals": "=" * 5000,
    "only commas": "," * 5000,
    "only colons": ":" * 5000,
    "nul bytes": "FREQ=DAILY\0\0;COUNT=2",
    "weekday unknown": "FREQ=WEEKLY;BYDAY=XX",
    "weekday number huge": f"FREQ=MONTHLY;BYDAY={'9' * 50}MO",
    "fifty-fourth Monday": "FREQ=YEARLY;BYDAY=54MO",
    "weekday nought": "FREQ=MONTHLY;BYDAY=0MO",
    "month thirteen": "FREQ=YEARLY;BYMONTH=13",
    "month nought": "FREQ=YEARLY;BYMONTH=0",
    "month below nought": "FREQ=YEARLY;BYMONTH=-1",
    "day 32": "FREQ=MONTHLY;BYMONTHDAY=32",
    "day nought": "FREQ=MONTHLY;BYMONTHDAY=0",
    "yearday 367": "FREQ=YEARLY;BYYEARDAY=367",
    "week 54": "FREQ=YEARLY;BYWEEKNO=54",
    "hour 24": "FREQ=DAILY;BYHOUR=24",
    "minute 60": "FREQ=DAILY;BYMINUTE=60",
    "second 60": "FREQ=DAILY;BYSECOND=60",
    "hour below nought": "FREQ=DAILY;BYHOUR=-1",
    "position nought": "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "position beyond": "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9999",
    "position alone": "FREQ=DAILY;BYSETPOS=1",
    "week start unknown": "FREQ=WEEKLY;WKST=XX",
    "week start a list": "FREQ=WEEKLY;WKST=MO,TU",
    "leap month": "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L",
    "Chinese": "RSCALE=CHINESE;FREQ=YEARLY",
    "skip": "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;BYMONTHDAY=31",
    "Easter": "FREQ=YEARLY;BYEASTER=0",
    "unknown part": "FREQ=DAILY;COUNT=2;X-PLANET=MARS",
    "a million months": "FREQ=YEARLY;BYMONTH=" + "1," * 100_000 + "1",
    "same day often": "FREQ=DAILY;BYHOUR=" + "1," * 390 + "1",
    "spaces": "FREQ = DAILY ; COUNT = 2",
    "lower case": "freq=daily;count=2",
    "url": "https://x.example/rule",
    "markup": "<b>daily</b>",
    "a rule in a rule": "FREQ=DAILY;RRULE:FREQ=DAILY",
    "old style forever": "D1 #0",
    "old style huge": "D1 #99999999",
    "old style nonsense": "MP1 1+ 2+ 3- #5",
    "old style minutes": "M5 #100",
}

NEVER = {
    "30 February": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "31 June daily": "FREQ=DAILY;BYMONTH=6;BYMONTHDAY=31",
    "30 February hourly": "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "31 April weekly": "FREQ=WEEKLY;BYMONTH=4;BYMONTHDAY=31",
    "day 366 in March": "FREQ=YEARLY;BYMONTH=3;BYYEARDAY=366",
    "week 1 in July": "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7",
    "sixth Monday": "FREQ=MONTHLY;BYDAY=6MO",
    "position 32 of a month": "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=32",
    "position -6 of Mondays": "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-6",
    "Friday 13 of week 1": "FREQ=YEARLY;BYWEEKNO=20;BYDAY=FR;BYMONTHDAY=31",
}


def files() -> Iterator[Hostile]:
    for frequency in FREQUENCIES:
        says = REFUSED.get(frequency, "")
        kind = frequency.lower()
        yield case(f"rule-{kind}", f"A rule that repeats {kind} for ever.", NOW, f"RRULE:FREQ={frequency}", says=says)
        yield case(
            f"rule-{kind}-year-1",
            f"It repeats {kind} since the year 1.",
            LONG_AGO,
            f"RRULE:FREQ={frequency}",
            says=says,
        )
        yield case(
            f"rule-{kind}-count",
            f"It repeats {kind} ten thousand million times.",
            LONG_AGO,
            f"RRULE:FREQ={frequency};COUNT=9999999999",
        )
        for name, values in ALL.items():
            rule = f"RRULE:FREQ={frequency};{name}={values}"
            yield case(
                f"rule-{kind}-all-{name.lower()}",
                f"{kind.capitalize()} with every value of {name}, since the year 1.",
                LONG_AGO,
                rule,
            )
    for name, rule in ODD.items():
        yield case(f"rule-{name.replace(' ', '-')}", f"The rule's flaw: {name}.", NOW, f"RRULE:{rule}")
    for name, rule in NEVER.items():
        yield case(f"never-{name.replace(' ', '-')}", f"It never comes true: {name}.", NOW, f"RRULE:{rule}")
    yield from _together()


def _together() -> Iterator[Hostile]:
    explosion = ";".join(f"{name}={values}" for name, values in ALL.items())
    for frequency in FREQUENCIES[2:]:
        kind = frequency.lower()
        yield case(
            f"explosion-{kind}",
            f"Every BY part with every value, {kind}.",
            LONG_AGO,
            f"RRULE:FREQ={frequency};{explosion}",
        )
    yield case(
        "explosion-seconds",
        "Every second of every day, said by a daily rule.",
        NOW,
        f"RRULE:FREQ=DAILY;BYHOUR={ALL['BYHOUR']};BYMINUTE={ALL['BYMINUTE']};BYSECOND={ALL['BYSECOND']}",
        says="times a day",
    )
    yield case("many-rules", "A thousand rules in one event.", NOW, *["RRULE:FREQ=DAILY"] * 1000, says="more rules")
    yield case("many-exrules", "A thousand rules of exception.", NOW, "RRULE:FREQ=DAILY", *["EXRULE:FREQ=DAILY"] * 1000)
    yield case("exrule-secondly", "An exception for every second.", NOW, "RRULE:FREQ=DAILY", "EXRULE:FREQ=SECONDLY")
    yield case(
        "exrule-never",
        "An exception that never comes true.",
        NOW,
        "RRULE:FREQ=DAILY",
        "EXRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    )
    yield case("everything-excepted", "Every instance is excepted.", NOW, "RRULE:FREQ=DAILY", "EXRULE:FREQ=DAILY")
    yield case(
        "long-overlapping",
        "Daily, and each lasts 27 years.",
        "DTSTART:20000101T000000Z",
        "DURATION:P9999D",
        "RRULE:FREQ=DAILY",
        says="more than",
    )
    for count in (10, 100, 1000, 3000):
        hourly = [event(f"UID:h{n}", "DTSTART:20200101T000000Z", "RRULE:FREQ=HOURLY") for n in range(count)]
        yield Hostile(
            f"hourly-times-{count}",
            f"{count} series of one interview an hour.",
            partial(calendar, *hourly),
            says="",
        )
        never = [event(f"UID:n{n}", NOW, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30") for n in range(count)]
        yield Hostile(f"never-times-{count}", f"{count} series that never come true.", partial(calendar, *never))
        heavy = [
            event(f"UID:y{n}", LONG_AGO, f"RRULE:FREQ=YEARLY;BYYEARDAY={ALL['BYYEARDAY']};BYSETPOS=-1;COUNT=99999")
            for n in range(count)
        ]
        yield Hostile(f"heavy-times-{count}", f"{count} series that take long to count.", partial(calendar, *heavy))
    refused = [event(f"UID:s{n}", NOW, "RRULE:FREQ=SECONDLY") for n in range(5000)]
    yield Hostile(
        "secondly-times-5000", "5000 series of one a second.", lambda: calendar(*refused), says="every second"
    )
