from shouzheng.intake.containers import all_containers, base_of
from shouzheng.intake.formats import all_formats


def test_containers_are_found_by_themselves_and_described() -> None:
    blocks = {block.name: block for block in all_containers()}
    assert {"folder", "zip_archive", "compressed", "android_backup", "miui_backup", "sms_ie_encrypted"} <= set(blocks)
    assert not set(blocks) & {block.name for block in all_formats()}
    assert all_containers()[-1].name == "folder"
    for block in blocks.values():
        assert block.file_names
        assert block.title.zh != block.title.en
        assert block.tried or block.decodes or block.notes


def test_which_file_belongs_to_which_database() -> None:
    names = {"a.db", "a.db-wal", "b.db-shm", "-wal", "c-journal"}
    assert base_of("a.db-wal", names) == "a.db"
    assert base_of("a.db", names) is None
    assert base_of("b.db-shm", names) is None
    assert base_of("c-journal", names | {"c"}) == "c"
