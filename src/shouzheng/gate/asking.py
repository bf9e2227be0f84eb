"""The gate itself: checks and reserves in one transaction, takes outcomes, wishes and standing facts, and logs it all.

Who was allowed has a reservation, and it counts from the moment the answer is given: whoever asks next sees it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from shouzheng.gate.answer import answer_json, undecided_json, whole
from shouzheng.gate.assess import Known, Prepared, keys_of, own_facts, prepare
from shouzheng.gate.book import Book
from shouzheng.gate.decide import FAR_AHEAD, OUT_OF_ORDER, PAST, Decided, decide
from shouzheng.gate.decision import Decision, Go
from shouzheng.gate.ledger.session import Session, instant, merged, milliseconds
from shouzheng.gate.ledger.store import Store
from shouzheng.gate.ledger.tables import MADE, RESERVED
from shouzheng.gate.planned import moment_of
from shouzheng.gate.problems import NO_SUCH_DECISION, NO_SUCH_WISH, NOTHING_RESERVED, SAME_KEY_OTHER_REQUEST
from shouzheng.gate.pseudonyms import Pseudonyms
from shouzheng.gate.record import as_json, digest_of, house_of, kept, request_kept, restored
from shouzheng.gate.replay import restored_undecided
from shouzheng.gate.request import (
    AGREEMENTS_COMPLETE,
    HISTORY_COMPLETE_FROM,
    OBJECTIONS_COMPLETE,
    OutcomeReport,
    PlannedContact,
    Standing,
    Wish,
    WishKind,
)
from shouzheng.gate.shadow import shadow_answer
from shouzheng.gate.templates import template_text
from shouzheng.gate.until import Search, valid_until
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.placement import place
from shouzheng.model.case import Role
from shouzheng.model.moment import BEIJING
from shouzheng.model.verdict import FactValue
from shouzheng.reference.problems import Problem, ShouzhengError

#: How far back the longest window of any count reaches: what is older cannot matter to the next permitted time.
_REACH_DAYS = 32
_DECISION = "decision"


@dataclass(frozen=True)
class Answered:
    """What a client gets: the answer as JSON text. ``decision`` is ``None`` for one that was given before."""

    id: str
    text: str
    decision: Decision | None
    repeated: bool = False

    @property
    def go(self) -> Go:
        """Allow, hold, refuse or ask."""
        return self.decision.go if self.decision else Go(json.loads(self.text)["decision"])


def _now() -> datetime:
    return datetime.now(UTC)


class Gate:
    """May this contact be made? One book of law, one ledger.

    ``clock`` tells the time (UTC). ``shadow`` is other law that is asked as well: what it would have answered is only
    logged (``shadow.difference``), and changes no answer.
    """

    def __init__(
        self,
        book: Book,
        store: Store,
        pseudonyms: Pseudonyms,
        clock: Callable[[], datetime] = _now,
        shadow: Book | None = None,
    ) -> None:
        self.book, self.store, self.pseudonyms, self.clock, self.shadow = book, store, pseudonyms, clock, shadow

    # --- asking -----------------------------------------------------------------------------------------------

    def decide(self, planned: PlannedContact, client: str = "local") -> Answered:
        """Answer one request, and reserve the contact when it is allowed."""
        found = self.decide_all([(client, planned)])[0]
        if isinstance(found, ShouzhengError):
            raise found
        return found

    def decide_all(self, asked: Sequence[tuple[str, PlannedContact]]) -> list[Answered | ShouzhengError]:
        """Answer several requests in one transaction, in their order: one commit for all of them.

        A request that cannot be answered has its problem in its place. Raises ``ShouzhengError`` (SZ-6031) when the
        ledger is not available: then none was answered and none reserved.
        """
        hidden = [(client, self._hidden(planned)) for client, planned in asked]
        sound = [each for _, each in hidden if isinstance(each, PlannedContact)]
        for each in sound:
            if each.text is not None:  # words are read before anybody has to wait for us
                self.book.reading(each.text, each.role, each.at.astimezone(BEIJING).date())
        locks = {lock for each in sound for lock in locks_of(each)}
        with self.store.transaction(locks) as session:
            return [
                self._answer(session, client, each) if isinstance(each, PlannedContact) else each
                for client, each in hidden
            ]

    def _hidden(self, planned: PlannedContact) -> PlannedContact | ShouzhengError:
        try:
            return self.pseudonyms.planned(with_text(planned))
        except ShouzhengError as error:
            return error

    def _answer(self, session: Session, client: str, planned: PlannedContact) -> Answered | ShouzhengError:
        digest = digest_of(planned)
        before = session.asked_before(client, planned.key)
        if before is not None:
            return self._repeated(before, planned.key, digest)
        decision_id = session.next_id()
        prepared = prepare(self.book, planned, self._known(session, planned), decision_id, self.hide)
        decided = self._decided(session, prepared)
        reservation = None
        if decided.decision.go is Go.ALLOW:
            reservation = self._reserve(session, prepared, decided, decision_id)
        answer, undecided = answer_json(self.book, decided.decision, decision_id, planned.key, reservation)
        body = self._body(client, planned, digest, decided, answer)
        session.append(_DECISION, self.clock(), body, client=client, asked_key=planned.key)
        return Answered(decision_id, whole(answer, undecided), decided.decision)

    def hide(self, text_digest: str) -> str:
        """Return the pseudonym of a text's digest."""
        return self.pseudonyms.other("text", text_digest)

    def _known(self, session: Session, planned: PlannedContact) -> Known:
        standing = session.standing(planned.creditor, planned.agency, planned.debt, planned.person)
        objections, agreements = standing.pop(OBJECTIONS_COMPLETE, None), standing.pop(AGREEMENTS_COMPLETE, None)
        since = standing.pop(HISTORY_COMPLETE_FROM, None)
        return Known(
            wishes=session.wishes(planned.person),
            standing=standing,
            objections_complete=objections is True,
            agreements_complete=agreements is True,
            history_from=since if isinstance(since, int) else None,
        )

    def _decided(self, session: Session, prepared: Prepared) -> Decided:
        at = place(prepared.ways[0].contact.event.time)
        keys = keys_of(self.book, prepared, prepared.ways[0])
        last = session.last_planned(keys)
        doubts = [OUT_OF_ORDER] if last is not None and last > at.latest else []
        now, policy = milliseconds(self.clock()), self.book.policy
        if now > at.latest + 1000 * policy.valid_seconds:
            doubts.append(PAST)
        elif at.earliest > now + 86_400_000 * policy.most_days_ahead:
            doubts.append(FAR_AHEAD)
        since = at.earliest - _REACH_DAYS * 86_400_000
        search = Search(lambda: session.earlier(keys, since), last or 0)
        return decide(self.book, prepared, session, search, doubts)

    def _reserve(self, session: Session, prepared: Prepared, decided: Decided, decision_id: str) -> tuple[int, int]:
        at = place(prepared.ways[0].contact.event.time)
        until = valid_until(self.book, prepared)
        turns = [each.values for each in decided.judged if " " not in each.name]  # Beijing time only
        facts = merged(turns, self.book.where_facts)
        session.enter_contact(
            {
                **facts,
                **{KEY + name: value for name, value in keys_of(self.book, prepared, prepared.ways[0]).items()},
                "decision": decision_id,
                "state": RESERVED,
                "party": prepared.planned.party,
                "earliest": at.earliest,
                "latest": at.latest,
                "day_no": at.day_no,
                "valid_until": until,
                "sign": False,
            }
        )
        return at.earliest, until

    def _body(self, client: str, planned: PlannedContact, digest: str, decided: Decided, answer: str) -> str:
        head = {
            "client": client,
            "key": planned.key,
            "digest": digest,
            "request": request_kept(planned, None if planned.text is None else self.hide(planned.text)),
            "house": house_of(decided.house),
            "judged": kept(decided.judged),
            "then": None if decided.then is None else kept(decided.then),
        }
        if self.shadow is not None:
            head["shadow"] = shadow_answer(self.shadow, decided)
        return f'{as_json(head)[:-1]},"answer":{answer}}}'

    def _repeated(self, body: str, key: str, digest: str) -> Answered | ShouzhengError:
        found = json.loads(body)
        if found["digest"] != digest:
            return ShouzhengError(Problem(SAME_KEY_OTHER_REQUEST, slots=(("key", key),)))
        undecided = restored_undecided(self.book, found)
        text = "null" if undecided is None else undecided_json(undecided)[0]
        answer = found["answer"]
        return Answered(answer["id"], whole(as_json(answer), text), None, repeated=True)

    # --- telling ----------------------------------------------------------------------------------------------

    def report(self, outcome: OutcomeReport, client: str = "local") -> None:
        """Close a reservation; raises ``ShouzhengError`` (SZ-6021, SZ-6022) when there is none to close."""
        with self.store.transaction(()) as session:
            body = session.decision(outcome.decision)
            found = {} if body is None else json.loads(body)
            if found.get("client") != client or found.get("answer", {}).get("id") != outcome.decision:
                raise ShouzhengError(Problem(NO_SUCH_DECISION, slots=(("id", outcome.decision),)))
            locked = found["request"]
        locks = {f"owner:{locked['person']}", f"matter:{locked['debtor']}"}
        with self.store.transaction(locks) as session:
            row = session.contact_of(outcome.decision)
            if row is None or row[1] != RESERVED:
                raise ShouzhengError(Problem(NOTHING_RESERVED, slots=(("id", outcome.decision),)))
            at = outcome.at or instant(row[2])
            late = outcome.made and not row[2] - 60_000 <= milliseconds(at) <= row[4]
            session.close_contact(row[0], self._made(found, outcome, at) if outcome.made else None)
            if outcome.refused:
                session.enter_wish(_refusal(found["request"], outcome.decision, at))
            said = {
                "decision": outcome.decision,
                "client": client,
                "made": outcome.made,
                "connected": outcome.connected,
                "effective": outcome.effective,
                "refused": outcome.refused,
                "seconds": outcome.seconds,
                "outside": late,
            }
            session.append("outcome", self.clock(), as_json(said))

    def _made(self, found: dict[str, list[list[object]]], outcome: OutcomeReport, at: datetime) -> dict[str, object]:
        """Return what the contact turned out to be: the facts of that turn of events, and when it was."""
        turns = {each.name: each.values for each in restored(self.book, found["judged"]) if " " not in each.name}
        if len(turns) > 1 and outcome.connected is not None:
            turns = {"": turns["answered" if outcome.connected else "unanswered"]}
        facts = merged(turns.values(), self.book.where_facts)
        if outcome.effective is not None and facts.get("connected") is not False:
            facts["debt_discussed"] = outcome.effective
        there = place(moment_of(at))
        role = str(found["request"]["role"])  # type: ignore[call-overload]  # an object of the body
        return {
            **facts,
            "state": MADE,
            "earliest": there.earliest,
            "latest": there.latest,
            "day_no": there.day_no,
            "sign": outcome.connected is True and role == Role.DEBTOR.value,
        }

    def wish(self, wish: Wish) -> str:
        """Enter a person's wish and return its id; raises ``ShouzhengError`` (SZ-6023) for a withdrawal of nothing."""
        hidden = self.pseudonyms.wish(wish)
        with self.store.transaction({f"owner:{hidden.person}"}) as session:
            earlier = {each.id for each in session.wishes(hidden.person)}
            if hidden.id in earlier:
                return hidden.id  # the same statement imported again
            if hidden.kind is WishKind.WITHDRAWAL and hidden.ends not in earlier:
                raise ShouzhengError(Problem(NO_SUCH_WISH, slots=(("id", str(hidden.ends)),)))
            session.enter_wish(hidden)
            said = {"id": hidden.id, "kind": hidden.kind.value, "person": hidden.person, "party": hidden.party}
            session.append("wish", self.clock(), as_json(said))
        return hidden.id

    def state(self, standing: Sequence[Standing]) -> None:
        """Enter standing facts."""
        with self.store.transaction(()) as session:
            for each in map(self.pseudonyms.standing, standing):
                session.enter_standing(each)
                said = {"scope": each.scope.value, "of": each.of, "name": each.name, "value": each.value}
                session.append("standing", self.clock(), as_json(said))

    def prune(self) -> tuple[int, int]:
        """Remove what is older than ``policy.toml`` says must be kept; returns entries and contacts removed."""
        policy, now = self.book.policy, self.clock()
        entries = milliseconds(now - timedelta(days=policy.decision_days))
        return self.store.prune(self.store.node, entries, milliseconds(now - timedelta(days=policy.contact_days)))

    def facts_of(self, planned: PlannedContact, known: Known) -> list[dict[str, FactValue]]:
        """Return the facts of each turn of events, without asking the ledger: for tests and explanations."""
        prepared = prepare(self.book, planned, known, "")
        return [own_facts(self.book, prepared, way) for way in prepared.ways]


def locks_of(planned: PlannedContact) -> tuple[str, str]:
    """Return what is locked: person and matter, the partitions by which counts are cut (``law/counts.toml``)."""
    return f"owner:{planned.person}", f"matter:{planned.debtor}"


def with_text(planned: PlannedContact) -> PlannedContact:
    """Return the contact with the words of the template it names; raises ``ShouzhengError`` (SZ-6052)."""
    if planned.template is None or planned.text is not None:
        return planned
    return replace(planned, text=template_text(planned.template))


def _refusal(request: dict[str, str], decision: str, at: datetime) -> Wish:
    party = request["agency"] or request["creditor"]
    return Wish(
        id=f"refused-{decision}",
        kind=WishKind.OBJECTION,
        person=request["person"],
        party=party,
        creditor=request["creditor"],
        at=at,
        proof=f"decision {decision}",
    )
