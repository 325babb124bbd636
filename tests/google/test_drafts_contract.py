"""What every draft box keeps to, for Gmail's: the tests of tests/contract/test_draft_box.py that ask for an opened box."""

import inspect

import pytest
from tests.contract import test_draft_box as contract
from tests.google.gmail import gmail_running
from tests.google.letters import Account

_OF_THE_CHILD = "test_a_broken_place_is_a_draft_box_error_that_says_what_to_do"  # stands in test_gmail_box.py

globals().update(
    {
        name: test
        for name, test in vars(contract).items()
        if name.startswith("test_") and name != _OF_THE_CHILD and "opened" in inspect.signature(test).parameters
    }
)


@pytest.fixture(scope="module")
def gmail():
    with gmail_running() as gmail:
        yield gmail
    assert gmail.wrong == []


@pytest.fixture
def opened(gmail, tmp_path):
    gmail.drafts.clear()
    return Account(gmail, tmp_path)


def test_the_contract_is_here():
    assert sum(name.startswith("test_") for name in globals()) > 15
