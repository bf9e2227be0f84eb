from datetime import date

from shouzheng.intake.formats import all_formats
from shouzheng.model.grade import Grade


def test_formats_are_found_by_themselves_and_described() -> None:
    blocks = {block.name: block for block in all_formats()}
    assert {"sms_backup_restore_messages", "sms_backup_restore_calls"} <= set(blocks)
    for block in blocks.values():
        assert block.file_names
        assert block.app or block.versions
        assert block.grade_now >= block.grade
        assert block.was_tried or block.grade_now > block.grade or block.grade >= Grade.E
        assert date(2026, 1, 1) <= block.checked
        for decode in block.decodes:
            assert decode.source
            assert decode.meaning.zh != decode.meaning.en


def test_every_field_that_decides_something_has_a_source() -> None:
    blocks = {block.name: block for block in all_formats()}
    fields = {decode.field for decode in blocks["sms_backup_restore_messages"].decodes}
    assert {"sms/date", "sms/type", "sms/date_sent", "mms/date", "mms/msg_box", "mms/m_type", "readable_date"} <= fields
    fields = {decode.field for decode in blocks["sms_backup_restore_calls"].decodes}
    assert {"date", "duration", "type", "presentation", "number"} <= fields
