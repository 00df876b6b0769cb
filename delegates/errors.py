"""What the delegates' package refuses: roster, badges, check-in."""

from collections.abc import Sequence
from uuid import UUID

from delegates.kinds import Unreadable
from realtime.errors import Refusal


class DelegatesError(Refusal):
    """Root of what the delegates' package refuses."""


class NoSuchDelegate(DelegatesError):
    """Nobody on the roster has this id."""

    code = "no_such_delegate"

    def __init__(self, *, delegate_id: UUID) -> None:
        self.delegate_id = delegate_id
        super().__init__("there is no such delegate")


class NoSuchScan(DelegatesError):
    """No scan has this id, or it did not let anybody in or out."""

    code = "no_such_scan"

    def __init__(self, *, scan_id: int) -> None:
        self.scan_id = scan_id
        super().__init__("there is no such scan to undo")


class ScanNamesNobody(DelegatesError):
    """A scan needs exactly one of code, code hash and delegate id; by id also a reason."""

    code = "scan_names_nobody"

    def __init__(self) -> None:
        super().__init__("name exactly one of code, code_hash, delegate_id (the last with a reason)")


class NoBadge(DelegatesError):
    """The delegate has no valid badge."""

    code = "no_badge"

    def __init__(self, *, delegate_id: UUID) -> None:
        self.delegate_id = delegate_id
        super().__init__("this delegate has no valid badge")


class NotAnAlternate(DelegatesError):
    """Only alternates with recognised credentials can take a place, and each only one."""

    code = "not_an_alternate"

    def __init__(self, *, delegate_id: UUID) -> None:
        self.delegate_id = delegate_id
        super().__init__("this delegate is not an alternate who can take a place")


class CannotBeReplaced(DelegatesError):
    """Only official delegates who have not been replaced before can be replaced."""

    code = "cannot_be_replaced"

    def __init__(self, *, delegate_id: UUID) -> None:
        self.delegate_id = delegate_id
        super().__init__("this delegate cannot be replaced")


class ProxiesNotAllowed(DelegatesError):
    """This congress knows no proxies."""

    code = "proxies_not_allowed"

    def __init__(self) -> None:
        super().__init__("this congress knows no proxies")


class OnlyOfficialsHaveProxies(DelegatesError):
    """Who gives and who holds have to be official, recognised, and not replaced."""

    code = "only_officials_have_proxies"

    def __init__(self, *, number: str) -> None:
        self.number = number
        super().__init__(f"delegate {number} does not vote, and neither gives nor holds a proxy")


class ProxyChain(DelegatesError):
    """Nobody both gives and holds: a mandate is carried by whom its owner chose."""

    code = "proxy_chain"

    def __init__(self, *, number: str) -> None:
        self.number = number
        super().__init__(f"delegate {number} would both give a proxy and hold one")


class ProxyAlreadyGiven(DelegatesError):
    """The delegate's mandates are another's to carry; that proxy has to be revoked first."""

    code = "proxy_already_given"

    def __init__(self, *, holder: str) -> None:
        self.holder = holder
        super().__init__(f"the proxy was given to delegate {holder}")


class TooManyProxies(DelegatesError):
    """Nobody holds more proxies than the congress allows."""

    code = "too_many_proxies"

    def __init__(self, *, most: int) -> None:
        self.most = most
        super().__init__(f"nobody may hold more than {most} proxies")


class MoreProxiesHeld(DelegatesError):
    """Fewer cannot be allowed than somebody holds: no proxy ends without a word."""

    code = "more_proxies_held"

    def __init__(self, *, held: int) -> None:
        self.held = held
        super().__init__(f"somebody holds {held} proxies; revoke some first")


class RosterUnreadable(DelegatesError):
    """
    The file as a whole cannot be read as a roster.

    ``columns`` are those that are missing or stand there twice, ``headers`` what the file has in their place: enough
    to ask which header means which column.
    """

    code = "roster_unreadable"

    def __init__(
        self, fault: Unreadable, *, reason: str, columns: Sequence[str] = (), headers: Sequence[str] = ()
    ) -> None:
        self.fault, self.reason = fault, reason
        self.columns, self.headers = list(columns), list(headers)
        super().__init__(f"the roster cannot be read: {reason}")


class RosterHasErrors(DelegatesError):
    """Cells of the roster are wrong; nothing was imported. ``errors`` names row, column and what is wrong."""

    code = "roster_has_errors"

    def __init__(self, *, errors: list[dict[str, object]], more: int) -> None:
        self.errors, self.more = errors, more
        super().__init__(f"{len(errors) + more} cells of the roster are wrong")
