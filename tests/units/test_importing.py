"""Units come in by their codes, all of them or none, and only where the admin has his say."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.campaign.model import Duty, Role
from bot.errors import Refused
from bot.language.names import NamedUnit
from bot.store import unit_names, units
from bot.store.engine import Store, Tx
from bot.store.message_tables import audit, reopened
from bot.store.tables import metadata
from bot.store.unit_names import Called
from bot.store.units import Unit
from bot.texts import Texts
from bot.usecases import access
from bot.usecases import unit_names as door
from bot.usecases.unit_table import read_unit_table
from bot.usecases.units import UnitsImported, import_units
from tests import builders

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
HEAD = "code,name,kind,level,parent,cluster,obligation\n"
BOSS, LAN = 1, 2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A province with two communes; BOSS is admin of one, LAN reports for its hamlet."""
    store = Store(f"sqlite:///{tmp_path / 'dondoc.sqlite3'}")

    def settle(tx: Tx) -> None:
        metadata.create_all(tx)
        province = builders.unit(tx, "P", "Tỉnh", kind="tỉnh")
        east = builders.cluster(tx, "Cụm 1", "Cụm 1")
        ours = builders.unit(tx, "SV", "Xã Suối Vàng", kind="xã", parent=province)
        hamlet = builders.unit(tx, "T1", "Thôn Nà Hoa", kind="thôn", parent=ours)
        theirs = builders.unit(tx, "KB", "Xã Khe Bạc", kind="xã", parent=province)
        builders.unit(tx, "K1", "Thôn Khe Ngoài", kind="thôn", parent=theirs, cluster=east)
        builders.person(tx, BOSS, "Hương", NOW, (Role.ADMIN, ours))
        builders.person(tx, LAN, "Lan", NOW, (Role.FOCAL_POINT, hamlet))
        tx.execute(reopened.delete())

    store.write_now(settle)
    yield store
    store.close()


def imports(store: Store, *rows: str, by: int | None = BOSS, head: str = HEAD) -> UnitsImported:
    table = read_unit_table("don-vi.csv", (head + "\n".join(rows)).encode())

    def act(tx: Tx) -> UnitsImported:
        who = None if by is None else access.caller(tx, by, "", NOW)
        return import_units(tx, who, NOW, table=table)

    return store.write_now(act)


def refuses(store: Store, *rows: str, by: int | None = BOSS, head: str = HEAD) -> str:
    before = tree(store)
    with pytest.raises(Refused) as refusal:
        imports(store, *rows, by=by, head=head)
    assert tree(store) == before
    return Texts().refusal(refusal.value.reason, refusal.value.facts, None).html


def unit(store: Store, code: str) -> Unit:
    found = store.read_now(lambda tx: units.by_code(tx, code))
    assert found is not None
    return found


def tree(store: Store) -> dict[str, Unit]:
    return {one.code: one for one in store.read_now(units.every)}


def way(store: Store, code: str) -> list[str]:
    """The codes from the root down to the unit, by its path."""
    codes = {one.unit_id: one.code for one in tree(store).values()}
    return [codes[int(key)] for key in unit(store, code).path.strip("/").split("/")]


def test_units_come_in_whatever_their_order_in_the_file(store: Store) -> None:
    outcome = imports(
        store,
        "TO2,Tổ 2,tổ,thôn,T2,,invited",
        "T2,Thôn Bản Mới,thôn,thôn,SV,Cụm các thôn,required",
    )
    assert (outcome.added, outcome.changed, outcome.same) == (2, 0, 0)
    assert way(store, "TO2") == ["P", "SV", "T2", "TO2"]
    assert unit(store, "TO2").duty is Duty.INVITED
    assert "Thêm mới: 2" in Texts().render(outcome).html


def test_importing_again_updates_by_code_and_leaves_the_rest_alone(store: Store) -> None:
    rows = ("T1,Thôn Nà Hoa,thôn,thôn,SV,,required", "T2,Thôn Bản Mới,thôn,thôn,SV,,required")
    imports(store, *rows)
    before = unit(store, "T2")
    outcome = imports(store, rows[0], "T2,Thôn Bản Cũ,bản,thôn,SV,,invited")
    assert (outcome.added, outcome.changed, outcome.same) == (0, 1, 1)
    after = unit(store, "T2")
    assert (after.unit_id, after.name, after.kind, after.duty) == (
        before.unit_id,
        "Thôn Bản Cũ",
        "bản",
        Duty.INVITED,
    )
    assert unit(store, "K1").name == "Thôn Khe Ngoài"


def test_a_unit_that_moves_takes_those_below_it_along(store: Store) -> None:
    imports(store, "A,Khu A,khu,xã,SV,,required", "TO1,Tổ 1,tổ,thôn,T1,,required")
    imports(store, "T1,Thôn Nà Hoa,thôn,thôn,A,,required")
    assert way(store, "TO1") == ["P", "SV", "A", "T1", "TO1"]


def test_every_bad_row_is_named_by_line_and_nothing_is_imported(store: Store) -> None:
    sentence = refuses(
        store,
        "T2,Thôn Bản Mới,thôn,thôn,SV,,required",
        "T3,Thôn Ba,thôn,thôn,KHONG,,required",
        "T4,Thôn Bốn,thôn,thôn,SV,,phải",
        "A,Khu A,khu,xã,B,,required",
        "B,Khu B,khu,xã,A,,required",
        "C,Khu C,khu,xã,C,,required",
    )
    assert "Dòng 3: không có đơn vị cấp trên mã KHONG" in sentence
    assert "Dòng 4: cột obligation ghi “phải”" in sentence
    assert "Dòng 5: đơn vị A là cấp trên của chính nó" in sentence
    assert "Dòng 6: đơn vị B là cấp trên của chính nó" in sentence
    assert "Dòng 7: đơn vị C là cấp trên của chính nó" in sentence
    assert "Dòng 2" not in sentence


def test_a_unit_cannot_be_put_below_one_of_its_own(store: Store) -> None:
    imports(store, "TO1,Tổ 1,tổ,thôn,T1,,required")
    assert "chính nó" in refuses(store, "T1,Thôn Nà Hoa,thôn,thôn,TO1,,required")


def test_at_most_twenty_bad_rows_are_shown_and_the_others_counted(store: Store) -> None:
    sentence = refuses(store, *(f"T{n},Thôn {n},thôn,thôn,KHONG,,required" for n in range(10, 35)))
    assert sentence.count("Dòng ") == 20
    assert "và 5 dòng khác" in sentence


def test_an_admin_cannot_touch_a_neighbour_nor_what_is_above_him(store: Store) -> None:
    sentence = refuses(
        store,
        "K1,Thôn của tôi,thôn,thôn,SV,,required",
        "P,Tỉnh của tôi,tỉnh,tỉnh,,,required",
        "T2,Thôn Bản Mới,thôn,thôn,KB,,required",
        "T3,Thôn Ba,thôn,thôn,,,required",
        "SV,Xã Suối Vàng,xã,xã,KB,,required",
    )
    assert "Dòng 2: mã K1 thuộc cơ quan khác" in sentence
    assert "Dòng 3: mã P thuộc cơ quan khác" in sentence
    assert "Dòng 4: không có đơn vị cấp trên mã KB" in sentence
    assert "Dòng 5: đơn vị T3 chưa ghi đơn vị cấp trên" in sentence
    assert "Dòng 6: không đổi được đơn vị cấp trên của SV" in sentence


def test_an_admins_own_unit_may_be_renamed_and_stays_where_it_is(store: Store) -> None:
    imports(store, "SV,UBND xã Suối Vàng,xã,xã,,,required")
    assert unit(store, "SV").name == "UBND xã Suối Vàng"
    assert way(store, "T1") == ["P", "SV", "T1"]


def test_whoever_is_no_admin_imports_nothing(store: Store) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        imports(store, "T2,Thôn Bản Mới,thôn,thôn,SV,,required", by=LAN)
    with pytest.raises(Refused, match="no_role"):
        imports(store, "T2,Thôn Bản Mới,thôn,thôn,SV,,required", by=99)


def test_the_command_line_may_add_a_root_and_change_all(store: Store) -> None:
    outcome = imports(store, "Q,Tỉnh khác,tỉnh,tỉnh,,,required", "KB,Xã Khe Bạc,xã,xã,Q,,required", by=None)
    assert (outcome.added, outcome.changed) == (1, 1)
    assert way(store, "K1") == ["Q", "KB", "K1"]


def test_units_of_one_cluster_compete_together_and_a_neighbours_cluster_is_another(store: Store) -> None:
    imports(
        store,
        "T1,Thôn Nà Hoa,thôn,thôn,SV,Cụm 1,required",
        "T2,Thôn Bản Mới,thôn,thôn,SV,Cụm 1,required",
    )
    imports(store, "T3,Thôn Ba,thôn,thôn,SV,Cụm 1,required")
    ours = {unit(store, code).cluster_id for code in ("T1", "T2", "T3")}
    assert len(ours) == 1
    assert ours != {unit(store, "K1").cluster_id}
    clusters = store.read_now(lambda tx: units.clusters_below(tx, unit(store, "SV").path))
    assert [cluster.name for cluster in clusters] == ["Cụm 1"]


def test_those_who_report_for_a_changed_unit_are_planned_again(store: Store) -> None:
    imports(store, "T2,Thôn Bản Mới,thôn,thôn,SV,,required")
    assert store.read_now(lambda tx: tx.execute(select(reopened)).all()) == []
    imports(store, "T1,Thôn Nà Hoa,thôn,thôn,SV,Cụm mới,required")
    assert len(store.read_now(lambda tx: tx.execute(select(reopened)).all())) == 1


def test_the_history_says_who_imported_what(store: Store) -> None:
    imports(store, "T1,Thôn Nà Mới,thôn,thôn,SV,,required", "T2,Thôn Bản Mới,thôn,thôn,SV,,required")
    row = store.read_now(lambda tx: tx.execute(select(audit)).one())
    assert (row.action, row.subject, row.person_id) == ("import", "units", 1)
    assert row.facts == {
        "added": [unit(store, "T2").unit_id],
        "changed": [unit(store, "T1").unit_id],
        "named": 1,
    }


# --- Other names -------------------------------------------------------------------------------------------

NAMES_HEAD = HEAD.strip() + ",aliases,former\n"


def names_of(store: Store, code: str) -> tuple[list[str], list[tuple[str, str, str | None]]]:
    """The aliases of a unit, and its former names with day and decision."""
    key = unit(store, code).unit_id
    aliases = store.read_now(lambda tx: unit_names.aliases_of(tx, key))
    former = store.read_now(lambda tx: unit_names.former_of(tx, key))
    return [one.name for one in aliases], [(one.name, str(one.until), one.decision) for one in former]


def test_other_names_come_in_with_the_units(store: Store) -> None:
    row = "T1,Thôn Nà Hoa,thôn,thôn,SV,,required,xóm trên|xóm chợ,Xóm Nà Hoa; 01/7/2025; 12/NQ-HĐND|Bản Hoa"
    outcome = imports(store, row, head=NAMES_HEAD)
    assert outcome.named == 4
    assert names_of(store, "T1") == (
        ["xóm trên", "xóm chợ"],
        [("Xóm Nà Hoa", "2025-07-01", "12/NQ-HĐND"), ("Bản Hoa", "None", None)],
    )
    again = imports(store, row, head=NAMES_HEAD)
    assert (again.named, again.same) == (0, 1)
    assert "Tên gọi khác, tên cũ ghi thêm: 4" in Texts().render(outcome).html


def test_a_file_without_other_names_leaves_them_as_they_are(store: Store) -> None:
    imports(store, "T1,Thôn Nà Hoa,thôn,thôn,SV,,required,xóm chợ,", head=NAMES_HEAD)
    imports(store, "T1,Thôn Nà Hoa,thôn,thôn,SV,,required")
    assert names_of(store, "T1") == (["xóm chợ"], [])


def test_a_name_that_a_file_changes_stays_as_a_former_one_and_comes_back(store: Store) -> None:
    imports(store, "T1,Thôn Nà Mới,thôn,thôn,SV,,required")
    assert names_of(store, "T1") == ([], [("Thôn Nà Hoa", "2026-01-12", None)])
    imports(store, "T1,thôn nà mới,thôn,thôn,SV,,required")
    assert names_of(store, "T1") == ([], [("Thôn Nà Hoa", "2026-01-12", None)])
    imports(store, "T1,Thôn Nà Hoa,thôn,thôn,SV,,required")
    assert names_of(store, "T1") == ([], [("thôn nà mới", "2026-01-12", None)])


def test_another_name_that_tells_nothing_apart_is_a_bad_row(store: Store) -> None:
    sentence = refuses(store, "T1,Thôn Nà Hoa,thôn,thôn,SV,,required,thôn,", head=NAMES_HEAD)
    assert "Dòng 2: tên gọi khác hoặc tên cũ “thôn” không dùng được" in sentence


def test_a_name_is_found_from_the_moment_it_is_there(store: Store) -> None:
    def found(text: str) -> tuple[int, ...]:
        return store.read_now(lambda tx: door.index(tx).find(text)).keys

    assert found("chợ trên") == ()
    imports(store, "T1,Thôn Nà Hoa,thôn,thôn,SV,,required,chợ trên,", head=NAMES_HEAD)
    assert found("cho tren") == (unit(store, "T1").unit_id,)


def test_the_index_is_made_once_for_each_state_of_the_names(store: Store) -> None:
    first = store.read_now(door.index)
    assert store.write_now(door.index) is first
    imports(store, "T2,Thôn Bản Mới,thôn,thôn,SV,,required")
    assert store.read_now(door.index) is not first


def test_one_new_name_has_only_its_unit_and_those_below_it_indexed_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.read_now(door.index)
    made: list[int] = []
    unit_of = door._unit

    def counted(called: Mapping[int, Called], key: int) -> NamedUnit[int]:
        made.append(key)
        return unit_of(called, key)

    monkeypatch.setattr(door, "_unit", counted)
    imports(store, "T1,Thôn Nà Hoa,thôn,thôn,SV,,required,chợ trên,", head=NAMES_HEAD)
    assert store.read_now(lambda tx: door.index(tx).find("cho tren")).sure
    assert made == [unit(store, "T1").unit_id]
    made.clear()
    store.write_now(lambda tx: units.change(tx, [replace(unit(store, "P"), name="Tỉnh Lâm Sơn")]))
    assert store.read_now(lambda tx: door.index(tx).find("thôn Nà Hoa, tỉnh Lâm Sơn")).sure
    assert len(made) == len(store.read_now(units.every))


def test_names_that_were_rolled_back_are_not_found_by_whoever_changes_names_next(store: Store) -> None:
    hamlet, other = unit(store, "T1").unit_id, unit(store, "K1").unit_id

    def fails(tx: Tx) -> None:
        unit_names.add_aliases(tx, hamlet, ["chợ trên"])
        assert door.index(tx).find("chợ trên").keys == (hamlet,)
        raise Refused("unit_unknown", typed="")

    with pytest.raises(Refused):
        store.write_now(fails)
    store.write_now(lambda tx: unit_names.add_aliases(tx, other, ["chợ dưới"]))
    index = store.read_now(door.index)
    assert index.find("chợ trên").keys == ()
    assert index.find("chợ dưới").keys == (other,)
