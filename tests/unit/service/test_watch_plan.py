"""Which folders are watched for a calendar."""

from __future__ import annotations

from pathlib import Path

import pytest

from showup import mounts
from showup.service.watch_plan import Plan, plan_of


def names(plan: Plan) -> dict[str, set[str]]:
    return {folder: set(wanted) for folder, wanted in plan.folders}


def test_a_file_is_watched_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text("x")
    plan = plan_of(tmp_path / "a.ics")
    assert (names(plan), plan.complete) == ({str(tmp_path): {"a.ics"}}, True)


def test_a_folder_is_watched_in_its_place_and_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "v" / "sub" / "sub").mkdir(parents=True)
    top = tmp_path / "v"
    assert names(plan_of(top)) == {
        str(tmp_path): {"v"},
        str(top): set(),
        str(top / "sub"): set(),
        str(top / "sub" / "sub"): set(),
    }


def test_what_is_missing_is_watched_where_the_way_ends(tmp_path: Path) -> None:
    plan = plan_of(tmp_path / "no" / "such" / "a.ics")
    assert (names(plan), plan.found) == ({str(tmp_path): {"no"}}, None)


def test_every_link_on_the_way_is_watched(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.ics").write_text("x")
    (tmp_path / "dir").symlink_to("real")
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "link.ics").symlink_to("../dir/a.ics")
    found = names(plan_of(tmp_path / "up" / "link.ics"))
    assert found == {str(tmp_path / "up"): {"link.ics"}, str(tmp_path): {"dir"}, str(tmp_path / "real"): {"a.ics"}}


def test_folders_that_link_to_each_other_are_watched_once(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "loop").symlink_to(tmp_path / "v")
    assert set(names(plan_of(tmp_path / "v"))) == {str(tmp_path), str(tmp_path / "v")}


def test_what_is_on_another_machine_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {tmp_path}/share rw - nfs4 x rw\n")
    monkeypatch.setattr(mounts.is_elsewhere, "__defaults__", (table,))
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to("share")
    (tmp_path / "own.ics").write_text("x")
    assert plan_of(tmp_path / "share" / "a.ics") == plan_of(tmp_path / "link" / "a.ics") == Plan()
    assert plan_of(tmp_path / "own.ics").complete
