"""Which records belong together: one-to-one between originals, the same whatever order the files came in.

Three passes. Records that agree in everything are joined in their order in each file, so ten identical messages in two
files are ten. Of what is left, the pairs that agree best go first, with the same number. Last, a record that shows no
number joins one that does, only where neither could mean another. The work is bounded: each record is compared with a
limited number of neighbours, so that a file made to be slow is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from shouzheng.intake.witnesses.agreement import TOLERANCE_MS, agreement, durations_agree
from shouzheng.intake.witnesses.sightings import Sighting
from shouzheng.model.event import Channel

#: Neighbours in time with which one record is compared.
MOST_COMPARED = 64
#: Characters that a text needs to join messages of which one shows no number.
_TELLING = 8

Key = tuple[str, int, str]


class Cluster:
    """Records of different originals that show one contact."""

    __slots__ = ("members", "sources")

    def __init__(self, members: Iterable[Sighting]) -> None:
        self.members = sorted(members, key=lambda each: each.key)
        self.sources = {each.source for each in self.members}

    @property
    def first(self) -> Sighting:
        """The record by which clusters are compared and ordered."""
        return self.members[0]

    def takes(self, other: Cluster) -> bool:
        """True when no original is in both and each record of one may be the same contact as each of the other."""
        if not self.sources.isdisjoint(other.sources):
            return False
        return all(agreement(one, two) is not None for one in self.members for two in other.members)


def clusters_of(sightings: Iterable[Sighting]) -> list[list[Sighting]]:
    """Return the records in groups that each show one contact, in a fixed order; most groups have one member."""
    given = _each_once(sightings)
    if len({each.source for each in given}) < 2:
        return [[each] for each in given]
    clusters = _without_number(_by_number(_indistinguishable(given)))
    return [cluster.members for cluster in sorted(clusters, key=lambda each: each.first.key)]


def _each_once(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Leave out records given twice: the same id is the same record of the same bytes."""
    return sorted({each.id: each for each in sightings}.values(), key=lambda each: each.key)


def _indistinguishable(sightings: Sequence[Sighting]) -> list[Cluster]:
    """Join the n-th of each original among records that agree in everything."""
    kinds: dict[Hashable, dict[str, list[Sighting]]] = defaultdict(lambda: defaultdict(list))
    for each in sightings:
        kinds[each.facts][each.source].append(each)
    found = []
    for sources in kinds.values():
        columns = list(sources.values())
        for row in range(max(map(len, columns))):
            found.append(Cluster(column[row] for column in columns if row < len(column)))
    return found


def _by_number(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Join clusters with the same owner, sort of channel and number, those that agree best first."""
    buckets: dict[Hashable, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        one = cluster.first
        buckets[one.owner, one.family, one.number, one.name, one.masked].append(cluster)
    found: list[Cluster] = []
    for bucket in buckets.values():
        sources = {source for cluster in bucket for source in cluster.sources}
        found += _greedy(bucket) if len(sources) > 1 else bucket
    return found


def _greedy(bucket: list[Cluster]) -> list[Cluster]:
    """Join pair after pair, the best first; equal ones by the place of their records."""
    pairs = []
    for one, two in _neighbours(bucket):
        found = agreement(bucket[one].first, bucket[two].first)
        if found is not None:
            low, high = sorted((one, two), key=lambda place: bucket[place].first.key)
            pairs.append((found, bucket[low].first.key, bucket[high].first.key, low, high))
    now, above = list(bucket), list(range(len(bucket)))
    for _, _, _, one, two in sorted(pairs):
        left, right = _top(above, one), _top(above, two)
        if left != right and now[left].takes(now[right]):
            now[left] = Cluster([*now[left].members, *now[right].members])
            above[right] = left
    return [cluster for place, cluster in enumerate(now) if above[place] == place]


def _top(above: list[int], place: int) -> int:
    """Return the place under which a cluster stands now."""
    while above[place] != place:
        above[place] = above[above[place]]
        place = above[place]
    return place


def _neighbours(clusters: Sequence[Cluster]) -> Iterator[tuple[int, int]]:
    """Yield the places of pairs without a common original that stand near enough in time."""
    ordered = sorted(
        range(len(clusters)), key=lambda place: (clusters[place].first.earliest, clusters[place].first.key)
    )
    reach = max((TOLERANCE_MS[each.kind] for cluster in clusters for each in cluster.members), default=0)
    for at, one in enumerate(ordered):
        end = clusters[one].first.latest + (clusters[one].first.seconds or 0) * 1000 + reach
        for two in ordered[at + 1 : at + 1 + MOST_COMPARED]:
            if clusters[two].first.earliest > end:
                break
            if clusters[one].sources.isdisjoint(clusters[two].sources):
                yield one, two


def _without_number(clusters: list[Cluster]) -> list[Cluster]:
    """Join records that show no number with the one record that does, where neither could mean another."""
    groups: dict[Hashable, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        groups[cluster.first.owner, cluster.first.family].append(cluster)
    found: list[Cluster] = []
    for group in groups.values():
        found += _completed(group) if any(each.first.number is None for each in group) else group
    return found


def _completed(group: list[Cluster]) -> list[Cluster]:
    suitors: dict[int, list[int]] = defaultdict(list)
    for one, two in _neighbours(group):
        if (group[one].first.number is None) == (group[two].first.number is None):
            continue
        hidden, shown = (one, two) if group[one].first.number is None else (two, one)
        if _may_be_the_same(group[hidden], group[shown]):
            suitors[hidden].append(shown)
            suitors[shown].append(hidden)
    taken: set[int] = set()
    found = []
    for place, cluster in enumerate(group):
        partners = suitors[place]
        if cluster.first.number is None and len(partners) == 1 and len(suitors[partners[0]]) == 1:
            taken |= {place, partners[0]}
            found.append(Cluster([*cluster.members, *group[partners[0]].members]))
    return [*found, *(cluster for place, cluster in enumerate(group) if place not in taken)]


def _may_be_the_same(hidden: Cluster, shown: Cluster) -> bool:
    """True when the record without a number tells the other one's name, number's ends, talk time or words."""
    if not shown.takes(hidden):
        return False
    one, two = hidden.first, shown.first
    found = agreement(one, two)
    if found is None or found.contradictions:
        return False
    if one.masked is not None:
        return _fits_mask(one.masked, two.number or "")
    if one.name is not None and any(each.known_as == one.name for each in shown.members):
        return True
    if one.family is Channel.CALL:
        return bool(one.seconds and two.seconds) and durations_agree(one, two)
    return one.text == two.text and len(one.text or "") >= _TELLING


def _fits_mask(masked: str, number: str) -> bool:
    return len(masked) == len(number) and all(m == n or not m.isdigit() for m, n in zip(masked, number, strict=True))
