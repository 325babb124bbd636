"""What is due when, however often it is put elsewhere."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from showup.service.queue import Queue

ZERO = datetime(2026, 11, 24, tzinfo=UTC)
INSTANTS = st.none() | st.integers(0, 50).map(lambda minutes: ZERO + timedelta(minutes=minutes))
PUTS = st.lists(st.tuples(st.sampled_from("abcdef"), INSTANTS), max_size=60)


@given(PUTS, PUTS)
def test_it_is_a_mapping_that_knows_its_earliest_instant(begin, puts):
    expected = dict(begin)
    queue = Queue(expected)
    for key, at in puts:
        queue.put(key, at)
        expected[key] = at
        instants = {key: at for key, at in expected.items() if at is not None}
        assert queue.first == min(instants.values(), default=None)
        now = ZERO + timedelta(minutes=25)
        assert sorted(queue.due(now)) == sorted(key for key, at in instants.items() if at <= now)


def test_what_is_due_comes_in_order_of_its_instants():
    queue = Queue({"late": ZERO + timedelta(hours=2), "early": ZERO, "later": ZERO + timedelta(days=1)})
    assert queue.due(ZERO + timedelta(hours=3)) == ["early", "late"]


def test_what_was_put_elsewhere_is_not_due_any_more():
    queue = Queue({"a": ZERO, "b": ZERO})
    queue.put("a", ZERO + timedelta(hours=1))
    queue.put("b", None)
    assert queue.still(["a", "b"], ZERO) == []
