"""What sign-in and permission refuse. Sign-in never tells which part was wrong."""

from realtime.errors import Refusal


class AccessError(Refusal):
    """Root of what the door of the API refuses."""


class NotSignedIn(AccessError):
    """No valid sign-in came with the request, or it has been ended."""

    code = "not_signed_in"

    def __init__(self) -> None:
        super().__init__("sign in first")


class NotPermitted(AccessError):
    """Signed in, but the role does not hold the permission."""

    code = "not_permitted"

    def __init__(self, *, permission: str, role: str) -> None:
        self.permission, self.role = permission, role
        super().__init__(f"the role {role} lacks the permission {permission}")


class SignInRefused(AccessError):
    """Name, password, badge, PIN or code is wrong; which one is not told."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__("these do not belong together")


class TryLater(AccessError):
    """Too many wrong attempts; the wait grows with each."""

    code = "try_later"

    def __init__(self, *, retry_in_s: int) -> None:
        self.retry_in_s = retry_in_s
        super().__init__(f"too many attempts; try again in {retry_in_s} s")


class WrongOrigin(AccessError):
    """A page of somebody else tried to act with this person's sign-in."""

    code = "wrong_origin"

    def __init__(self, *, origin: str) -> None:
        self.origin = origin
        super().__init__(f"requests from {origin} are not accepted")


class NoSuchAccount(AccessError):
    """No staff account, device or sign-in has this id."""

    code = "no_such_account"

    def __init__(self, *, id: str) -> None:
        self.id = id
        super().__init__("no such account, device or sign-in")


class LoginTaken(AccessError):
    """Another account has this login name."""

    code = "login_taken"

    def __init__(self, *, login: str) -> None:
        self.login = login
        super().__init__(f"the login {login!r} is taken")


class LastOrganiser(AccessError):
    """Without an organiser nobody could let anybody in again."""

    code = "last_organiser"

    def __init__(self) -> None:
        super().__init__("the last organiser cannot be shut out")


class WeakPassword(AccessError):
    """A password needs at least ten characters."""

    code = "weak_password"

    def __init__(self, *, least: int) -> None:
        self.least = least
        super().__init__(f"a password needs at least {least} characters")


class WrongRole(AccessError):
    """Staff accounts take staff roles, devices take door or screen, and a device keeps its role."""

    code = "wrong_role"

    def __init__(self, *, role: str) -> None:
        self.role = role
        super().__init__(f"the role {role} does not fit here")
