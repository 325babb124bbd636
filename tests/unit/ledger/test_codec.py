"""What an earlier version has written can be read."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from showup.engine import Rules, Watch
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.ledger import codec
from showup.model import Interview, Judgement, Occurrence, Verdict

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_watch_of_the_time_before_transparency_was_known_is_the_same():
    occurrence = Occurrence("cal", "u1", NOW, NOW + timedelta(hours=1), transparent=True)
    rules = Rules(default_policy(), ZoneInfo("UTC"))
    watch, _ = begin(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), ("cal",), NOW, rules)
    now = codec.encode(watch)
    earlier = now.replace(',"transparent":true', "")
    assert earlier != now
    assert codec.decode(now, Watch).interview.occurrence.transparent
    assert codec.decode(earlier, Watch) == watch
    assert not codec.decode(earlier, Watch).interview.occurrence.transparent
