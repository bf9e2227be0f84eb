"""One contact: a call, message, letter, visit or post, as a record in an original shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from shouzheng.model.moment import Moment
from shouzheng.model.original import Digest, Position
from shouzheng.model.quick import maker, quick


class Channel(StrEnum):
    """By which way the contact came. Human and robot calls are told apart by ``Voice``, missed ones by ``Outcome``."""

    CALL = "call"
    VIDEO_CALL = "video_call"
    SMS = "sms"
    MMS = "mms"
    IM = "im"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"
    SOCIAL_POST = "social_post"
    PUBLIC_NOTICE = "public_notice"
    APP_PUSH = "app_push"


class Direction(StrEnum):
    """``inbound`` is towards the person whose record it is; ``outbound`` means that person called or wrote."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What became of a call or message."""

    CONNECTED = "connected"
    MISSED = "missed"
    REJECTED = "rejected"
    BLOCKED = "blocked"
    VOICEMAIL = "voicemail"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"


class NumberKind(StrEnum):
    """What sort of number or address the other party shows (dated data in ``directory/number_kinds.toml``)."""

    MOBILE = "mobile"
    VIRTUAL_OPERATOR = "virtual_operator"
    LANDLINE = "landline"
    PORT_106 = "port_106"
    SERVICE_95 = "service_95"
    SERVICE_96 = "service_96"
    SERVICE_10 = "service_10"
    SERVICE_12 = "service_12"
    TOLL_400 = "toll_400"
    TOLL_800 = "toll_800"
    EMERGENCY = "emergency"
    FOREIGN = "foreign"
    SHORT = "short"
    EMAIL = "email"
    NAME = "name"  # letters only: an alphanumeric sender or a display name
    WITHHELD = "withheld"
    UNKNOWN = "unknown"


class TextSource(StrEnum):
    """Where the text of an event comes from."""

    RECORD = "record"  # typed text stored by the phone
    OCR = "ocr"
    SPEECH = "speech"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, its normalised form (``None`` when withheld or not understood), and its kind."""

    raw: str
    normal: str | None
    kind: NumberKind


@dataclass(frozen=True, slots=True)
class Attachment:
    """A media part of a message; only its description and digest travel, never its bytes."""

    media_type: str
    name: str
    digest: Digest | None


class Point(StrEnum):
    """On what the records of one contact can disagree."""

    TIME = "time"
    SECONDS = "seconds"
    DIRECTION = "direction"
    OUTCOME = "outcome"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Witness:
    """One record that shows a contact: the id it has by itself, its place, what it says of time and talk time.

    ``text_source`` is ``None`` when this record holds no words.
    """

    id: str
    original: Digest
    source_format: str
    positions: tuple[Position, ...]
    time: Moment
    seconds: int | None = None
    text_source: TextSource | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """On what the witnesses of one contact differ, and what each said: (id of the witness, its value as text)."""

    point: Point
    said: tuple[tuple[str, str], ...]


@quick
@dataclass(frozen=True, slots=True)
class ContactEvent:
    """One contact and its place in an original.

    ``id`` is derived from the original's digest and the record's number, so that the same file gives the same ids.
    ``raw`` holds every field of the record as the file had it. ``positions`` has one entry per record: a split SMS
    that was joined has several. ``seconds`` is talk time of a call, ``None`` when the source does not say.
    ``owner`` is the id of the person whose phone or paper this is (``case.toml``), whose role the rules look at.
    ``notes`` are short codes of what had to be repaired (for instance ``lone_surrogate``).
    ``witnesses`` are all records that show this contact, this one included, and ``disagreements`` where they differ;
    both are empty for a contact that one record alone shows. What witnesses contradict each other on is unknown.
    """

    id: str
    original: Digest
    source_format: str
    positions: tuple[Position, ...]
    time: Moment
    channel: Channel
    direction: Direction
    outcome: Outcome
    other: Number
    owner: str
    seconds: int | None = None
    sent: Moment | None = None
    others: tuple[Number, ...] = ()
    contact_name: str | None = None
    text: str | None = None
    text_source: TextSource | None = None
    attachments: tuple[Attachment, ...] = ()
    sim: str | None = None
    raw: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def is_call(self) -> bool:
        """True for voice and video calls."""
        return self.channel in (Channel.CALL, Channel.VIDEO_CALL)


#: Makes a ``ContactEvent``, for formats of which files hold hundreds of thousands.
new_event = maker(ContactEvent)


class NonContactKind(StrEnum):
    """Why a record that was understood is not a contact."""

    DRAFT = "draft"
    OUTBOX = "outbox"
    FAILED = "failed"
    QUEUED = "queued"
    NOTIFICATION = "notification"  # an MMS "message waiting" record without content


@dataclass(frozen=True, slots=True)
class NonContact:
    """A record that was read and is not a contact (a draft, say). Counted, so that count in = count out."""

    original: Digest
    position: Position
    kind: NonContactKind
