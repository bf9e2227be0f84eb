"""The gate itself: checks and reserves in one transaction, takes outcomes, wishes and standing facts, and logs it all.

Who was allowed has a reservation, and it counts from the moment the answer is given: whoever asks next sees it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shouzheng.gate.alike import known_again
from shouzheng.gate.answer import answer_text, undecided_json, whole
from shouzheng.gate.assess import Known
from shouzheng.gate.book import Book
from shouzheng.gate.decide import FAR_AHEAD, OUT_OF_ORDER, PAST, Decided, decide
from shouzheng.gate.decision import Decision, Go
from shouzheng.gate.json_text import as_json, text_json
from shouzheng.gate.ledger.memory import Met
from shouzheng.gate.ledger.session import Session, Stated, instant, merged, milliseconds
from shouzheng.gate.ledger.store import Store
from shouzheng.gate.ledger.tables import MADE, RESERVED
from shouzheng.gate.plan import Plan
from shouzheng.gate.planned import moment_of, placed
from shouzheng.gate.probing import asker_of, forget, refusal, remember
from shouzheng.gate.problems import (
    IN_THE_FUTURE,
    NO_SUCH_DECISION,
    NO_SUCH_WISH,
    NOTHING_RESERVED,
    SAME_KEY_OTHER_REQUEST,
)
from shouzheng.gate.pseudonyms import Pseudonyms, bind
from shouzheng.gate.reading_requests import check_outcome
from shouzheng.gate.record import digest_of, kept, request_kept, restored
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
from shouzheng.gate.told import may_end, refusal_of, wish_said
from shouzheng.gate.until import Search, valid_until
from shouzheng.judging.counts_sql import KEY
from shouzheng.judging.placement import place
from shouzheng.model.case import Role
from shouzheng.reference.problems import Problem, ShouzhengError

#: How far back the longest window of any count reaches: what is older cannot matter to the next permitted time.
_REACH_DAYS = 32
_DECISION = "decision"
#: How much earlier than planned a contact may have been made, in milliseconds: clocks differ.
_EARLY = 60_000


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


@dataclass(slots=True)
class _Read:
    """A request understood before the ledger is asked; ``asker`` counts who probes, ``None`` where nobody is limited.

    The ids in ``plan`` are pseudonyms.
    """

    client: str
    plan: Plan
    digest: str
    asker: str | None


def _known_of(stated: Mapping[str, Stated], wishes: Sequence[Wish], days_since: frozenset[str]) -> Known:
    standing = {name: each.value for name, each in stated.items()}
    objections, agreements = standing.pop(OBJECTIONS_COMPLETE, None), standing.pop(AGREEMENTS_COMPLETE, None)
    since = standing.pop(HISTORY_COMPLETE_FROM, None)
    return Known(
        wishes=wishes,
        standing=standing,
        objections_complete=objections is True,
        agreements_complete=agreements is True,
        history_from=since if isinstance(since, int) else None,
        counted_on={name: placed(instant(stated[name].at)).day_no for name in standing if name in days_since},
    )


class Gate:
    """May this contact be made? One book of law, one ledger.

    ``clock`` tells the time (UTC). ``shadow`` is other law that is asked as well: what it would have answered is only
    logged (``shadow.difference``), and changes no answer. Raises ``ShouzhengError`` (SZ-6033) where the ledger was used
    with another key: nobody would be known again.
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
        bind(store, pseudonyms)

    # --- asking -----------------------------------------------------------------------------------------------

    def decide(self, planned: PlannedContact, client: str = "local") -> Answered:
        """Answer one request, and reserve the contact when it is allowed."""
        found = self.decide_all([(client, planned)])[0]
        if isinstance(found, ShouzhengError):
            raise found
        return found

    def decide_all(
        self, asked: Sequence[tuple[str, PlannedContact]], *, limited: bool = False
    ) -> list[Answered | ShouzhengError]:
        """Answer several requests in one transaction, in their order: one commit for all of them.

        A request that cannot be answered has its problem in its place; with ``limited`` (clients of a service) so has
        one of a client that probes (SZ-6063). Raises ``ShouzhengError`` (SZ-6031) when the
        ledger is not available: then none was answered and none reserved.
        """
        # words are read and requests understood before anybody has to wait for us
        read = [self._read(client, planned, limited=limited) for client, planned in asked]
        locks = (lock for each in read if isinstance(each, _Read) for lock in locks_of(each.plan.planned))
        with self.store.transaction(locks) as session:
            return [self._answer(session, each) if isinstance(each, _Read) else each for each in read]

    def _read(self, client: str, planned: PlannedContact, *, limited: bool) -> _Read | ShouzhengError:
        try:
            hidden = self.pseudonyms.planned(with_text(planned))
        except ShouzhengError as error:
            return error
        plan = Plan.of(self.book, hidden, self.hide)
        asker = asker_of(self.pseudonyms, client, hidden.creditor, hidden.person) if limited else None
        return _Read(client, plan, digest_of(hidden, plan.kind), asker)

    def _answer(self, session: Session, read: _Read) -> Answered | ShouzhengError:
        planned, plan, now = read.plan.planned, read.plan, self.clock()
        ids = {"person": planned.person, "debt": planned.debt, "asker": read.asker}
        met = session.meet(read.client, planned.key, ids, plan.keys)
        plan.is_first = met.is_first
        if met.body is not None:
            return self._repeated(met.body, planned.key, read.digest)
        if met.probed and read.asker and (stopped := refusal(session, self.book.policy, read.asker, now)):
            return stopped
        decision_id = session.next_id()
        known = self._known(session, planned, met)
        decided = self._decided(session, plan, known, now)
        reservation = None
        if decided.decision.go is Go.ALLOW:
            reservation = self._reserve(session, plan, known, decided, decision_id)
        elif read.asker:
            remember(session, self.book.policy, read.asker, now)
        answer = answer_text(decided.decision, decision_id, planned.key, reservation, decided.settled.rest)
        body = self._body(read, decided, answer)
        session.append(_DECISION, now, body, client=read.client, asked_key=planned.key)
        return Answered(decision_id, whole(answer, decided.settled.undecided), decided.decision)

    def hide(self, text_digest: str) -> str:
        """Return the pseudonym of a text's digest."""
        return self.pseudonyms.other("text", text_digest)

    def _known(self, session: Session, planned: PlannedContact, met: Met) -> Known:
        """Return what is known; of most people nothing is but what holds for everybody of creditor and agency."""
        if met.wishes or met.standing:
            standing = session.standing(planned.creditor, planned.agency, planned.debt, planned.person)
            found = _known_of(standing, session.wishes(planned.person) if met.wishes else (), self.book.days_since)
            return found if met.wishes else known_again(self.book.memory, found)
        remembered, about = session.memory.standing, (planned.creditor, planned.agency)
        known = remembered.get(about)
        if not isinstance(known, Known):
            known = known_again(self.book.memory, _known_of(session.general(*about), (), self.book.days_since))
            remembered[about] = known
        return known

    def _decided(self, session: Session, plan: Plan, known: Known, now: datetime) -> Decided:
        at, policy, now_ms = plan.at, self.book.policy, milliseconds(now)
        last = session.last_planned(plan.keys)
        doubts = [OUT_OF_ORDER] if last is not None and last > at.latest else []
        if now_ms > at.latest + 1000 * policy.valid_seconds:
            doubts.append(PAST)
        elif at.earliest > now_ms + 86_400_000 * policy.most_days_ahead:
            doubts.append(FAR_AHEAD)
        since = at.earliest - _REACH_DAYS * 86_400_000
        search = Search(lambda: session.earlier(plan.keys, since), last or 0)
        return decide(plan, known, session, search, doubts)

    def _reserve(
        self, session: Session, plan: Plan, known: Known, decided: Decided, decision_id: str
    ) -> tuple[int, int]:
        at, until = plan.at, valid_until(plan, known)
        row = decided.settled.facts.copy()
        row.update((KEY + name, value) for name, value in plan.keys.items() if value is not None)
        row.update(
            decision=decision_id,
            state=RESERVED,
            party=plan.planned.party,
            earliest=at.earliest,
            latest=at.latest,
            day_no=at.day_no,
            valid_until=until,
            sign=False,
        )
        session.enter_known(row)
        return at.earliest, until

    def _body(self, read: _Read, decided: Decided, answer: str) -> str:
        planned, kind = read.plan.planned, read.plan.kind
        hidden = None if planned.text is None else self.hide(planned.text)
        then = "null" if decided.then is None else as_json(kept(decided.then))
        shadow = "" if self.shadow is None else f',"shadow":{as_json(shadow_answer(self.shadow, decided))}'
        return (
            f'{{"client":{text_json(read.client)},"key":{text_json(planned.key)},"digest":"{read.digest}",'
            f'"request":{request_kept(planned, kind, hidden)},"house":{decided.settled.house},'
            f'"judged":{decided.settled.judged},"then":{then}{shadow},"answer":{answer}}}'
        )

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
        """Close a reservation; raises ``ShouzhengError`` (SZ-6021, SZ-6022) when there is none to close.

        So it does for an outcome that cannot be: one that contradicts itself (SZ-6014) or is in the future (SZ-6015).
        """
        check_outcome(outcome)
        self._has_been("at", outcome.at)
        found = self._decision(outcome.decision, client)
        request = found["request"]
        with self.store.transaction(_locks(request["person"], request["debtor"])) as session:
            row = session.reserved(request["person"], outcome.decision)
            if row is None or row.state != RESERVED:
                raise ShouzhengError(Problem(NOTHING_RESERVED, slots=(("id", outcome.decision),)))
            at = outcome.at or instant(row.earliest)
            session.close_contact(row.seq, self._made(found, outcome, at) if outcome.made else None)
            if not outcome.made:
                asker = asker_of(self.pseudonyms, client, request["creditor"], request["person"])
                remember(session, self.book.policy, asker, self.clock())
            if outcome.refused:
                session.enter_wish(refusal_of(request, outcome.decision, at))
            said = {
                "decision": outcome.decision,
                "client": client,
                "made": outcome.made,
                "connected": outcome.connected,
                "effective": outcome.effective,
                "refused": outcome.refused,
                "seconds": outcome.seconds,
                "at": milliseconds(at),
                "outside": outcome.made and not row.earliest - _EARLY <= milliseconds(at) <= row.valid_until,
            }
            session.append("outcome", self.clock(), as_json(said))

    def _has_been(self, name: str, at: datetime | None) -> None:
        """Raise ``ShouzhengError`` (SZ-6015) for what is said to have happened and is still to come."""
        if at is not None and milliseconds(at) > milliseconds(self.clock()) + _EARLY:
            raise ShouzhengError(Problem(IN_THE_FUTURE, "", (("field", name),)))

    def _decision(self, decision_id: str, client: str) -> dict[str, Any]:
        """Return what the log keeps of a client's decision; raises ``ShouzhengError`` (SZ-6021)."""
        with self.store.transaction(()) as session:
            body = session.decision(decision_id)
        found: dict[str, Any] = {} if body is None else json.loads(body)
        if found.get("client") != client or found.get("answer", {}).get("id") != decision_id:
            raise ShouzhengError(Problem(NO_SUCH_DECISION, slots=(("id", decision_id),)))
        return found

    def _made(self, found: dict[str, Any], outcome: OutcomeReport, at: datetime) -> dict[str, object]:
        """Return what the contact turned out to be: the facts of that turn of events, and when it was."""
        turns = {each.name: each.values for each in restored(self.book, found["judged"]) if " " not in each.name}
        if len(turns) > 1 and outcome.connected is not None:
            turns = {"": turns["answered" if outcome.connected else "unanswered"]}
        facts = merged(turns.values(), self.book.where_facts)
        if outcome.effective is not None and facts.get("connected") is not False:
            facts["debt_discussed"] = outcome.effective
        there = place(moment_of(at))
        return {
            **facts,
            "state": MADE,
            "earliest": there.earliest,
            "latest": there.latest,
            "day_no": there.day_no,
            "sign": outcome.connected is True and found["request"]["role"] == Role.DEBTOR.value,
        }

    def wish(self, wish: Wish) -> str:
        """Enter a person's wish and return its id; raises ``ShouzhengError`` (SZ-6023) for a withdrawal of nothing.

        One that is dated in the future is refused (SZ-6015).

        The same wish told again (a request that was repeated, a paper imported twice) is not entered twice.
        """
        self._has_been("at", wish.at)
        hidden = self.pseudonyms.wish(wish)
        with self.store.transaction(_locks(hidden.person)) as session:
            earlier = {each.id: each for each in session.wishes(hidden.person)}
            stored = replace(hidden, at=instant(milliseconds(hidden.at)))  # as finely as the ledger tells time
            for each in earlier.values():
                if each.id == hidden.id or replace(each, id=hidden.id) == stored:
                    return each.id
            if hidden.kind is WishKind.WITHDRAWAL and not may_end(hidden, earlier.get(str(hidden.ends))):
                raise ShouzhengError(Problem(NO_SUCH_WISH, slots=(("id", str(hidden.ends)),)))
            session.enter_wish(hidden)
            session.append("wish", self.clock(), as_json(wish_said(hidden)))
        return hidden.id

    def state(self, standing: Sequence[Standing]) -> None:
        """Enter standing facts; raises ``ShouzhengError`` (SZ-6015) for one that is dated in the future."""
        for told in standing:
            self._has_been("at", told.at)
        with self.store.transaction(()) as session:
            for each in map(self.pseudonyms.standing, standing):
                session.enter_standing(each)
                said = {"scope": each.scope.value, "of": each.of, "name": each.name, "value": each.value}
                session.append("standing", self.clock(), as_json(said))

    def prune(self) -> tuple[int, int]:
        """Remove what is older than ``policy.toml`` says must be kept, of every node; returns entries and contacts."""
        policy, now = self.book.policy, self.clock()
        entries, contacts = (
            milliseconds(now - timedelta(days=days)) for days in (policy.decision_days, policy.contact_days)
        )
        with self.store.transaction(()) as session:
            forget(session, policy, now)
            chains = session.chains()
        removed = [self.store.prune(chain, entries, contacts) for chain in chains]
        return sum(each[0] for each in removed), sum(each[1] for each in removed)


def locks_of(planned: PlannedContact) -> tuple[str, ...]:
    """Return what is locked: person and matter, the partitions by which counts are cut (``law/counts.toml``)."""
    return _locks(planned.person, planned.debtor)


def _locks(person: str, *debtors: str) -> tuple[str, ...]:
    return f"owner:{person}", *(f"matter:{debtor}" for debtor in debtors)


def with_text(planned: PlannedContact) -> PlannedContact:
    """Return the contact with the words of the template it names; raises ``ShouzhengError`` (SZ-6052)."""
    if planned.template is None or planned.text is not None:
        return planned
    return replace(planned, text=template_text(planned.template))
