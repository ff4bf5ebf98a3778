"""What an office has on its papers: settings of /coquan, each None where it was never made."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """`authority` are the lines above the signer's post ("TM. …", "KT. …"), `recipients` those of Nơi nhận.

    `standing_body` runs the campaign for the `issuer`, whose name is that of its unit until it is set.
    """

    issuer: str
    superior: str | None = None
    symbol: str | None = None
    place: str | None = None
    standing_body: str | None = None
    authority: tuple[str, ...] = ()
    post: str | None = None
    signer: str | None = None
    recipients: tuple[str, ...] = ()

    @property
    def issuer_lines(self) -> tuple[str, ...]:
        """ "Ủy ban nhân dân xã Suối Vàng" stands in two lines, as papers have it."""
        people = "Ủy ban nhân dân "
        if self.issuer.lower().startswith(people.lower()):
            return self.issuer[: len(people) - 1], self.issuer[len(people) :]
        return (self.issuer,)

    @property
    def filed(self) -> str:
        """The last line of Nơi nhận: where a copy is kept."""
        return next((line for line in self.recipients if line.startswith("Lưu")), "Lưu: VT")

    @property
    def received_by(self) -> tuple[str, ...]:
        """Nơi nhận without its last line."""
        return tuple(line for line in self.recipients if not line.startswith("Lưu"))
