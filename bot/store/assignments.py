"""Who answers for an indicator of a campaign."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, update

from bot.campaign.model import Duty, Scope
from bot.store.campaigns import Participant
from bot.store.engine import Tx
from bot.store.tables import assignments


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """Which units answer for an indicator; of kind, cluster and unit only that of the scope is set.

    `proposed`: it was taken from the words of the directive, and nobody has said so yet.
    """

    scope: Scope
    kind: str | None = None
    cluster_id: int | None = None
    unit_id: int | None = None
    proposed: bool = False

    @property
    def subject(self) -> str | int | None:
        """The kind, or the id of the cluster or the owner."""
        return self.kind or self.cluster_id or self.unit_id

    def holds(self, unit: Participant) -> bool:
        """Whether this unit answers; the same rule as `answers.answers_for` has in SQL."""
        if unit.duty is None:
            return False
        match self.scope:
            case Scope.ALL:
                return unit.duty is Duty.REQUIRED
            case Scope.KIND:
                return unit.kind == self.kind
            case Scope.CLUSTER:
                return unit.cluster_id == self.cluster_id
            case Scope.OWNER:
                return unit.unit_id == self.unit_id


EVERYBODY = Assignment(scope=Scope.ALL)


def given(tx: Tx, new: Mapping[int, Assignment]) -> None:
    """Say for indicators that were just added who answers."""
    tx.execute(
        insert(assignments),
        [
            {
                "indicator_id": key,
                "scope": one.scope.value,
                "kind": one.kind,
                "cluster_id": one.cluster_id,
                "unit_id": one.unit_id,
                "proposed": one.proposed,
            }
            for key, one in new.items()
        ],
    )


_ASSIGN = (
    update(assignments)
    .where(assignments.c.indicator_id == bindparam("key"))
    .values(
        scope=bindparam("new_scope"),
        kind=bindparam("new_kind"),
        cluster_id=bindparam("new_cluster"),
        unit_id=bindparam("new_unit"),
        proposed=bindparam("new_proposed"),
    )
)


def assign(tx: Tx, indicator_ids: Collection[int], assignment: Assignment) -> None:
    if not indicator_ids:
        return
    tx.execute(
        _ASSIGN,
        [
            {
                "key": key,
                "new_scope": assignment.scope.value,
                "new_kind": assignment.kind,
                "new_cluster": assignment.cluster_id,
                "new_unit": assignment.unit_id,
                "new_proposed": assignment.proposed,
            }
            for key in indicator_ids
        ],
    )
