"""
Rules profiles: the rules of an organisation in one edition, as data. Pure.

Texts of the charter could not be read end to end (``field/congress.md``), so that every rule says how sure we are of
it: ``V`` read in a source, ``V-old`` read in an older edition, ``M`` from memory. A congress that decides otherwise
takes another profile or sets the rule on the question itself.
"""

from msgspec import Struct, structs

from delegates.quorum import TWO_THIRDS_OF_SUMMONED, QuorumRule
from voting.election_rules import VGCL_RULES, VGCL_SURPLUS, ElectionRule, Surplus
from voting.errors import UnknownProfile
from voting.rules import AT_LEAST_TWO_THIRDS_OF_ENTITLED, MORE_THAN_HALF_OF_PRESENT, Base, MajorityRule


class RulesProfile(Struct, frozen=True, kw_only=True):
    """What decides results where a poll does not say otherwise."""

    name: str
    title_vi: str
    title_en: str
    quorum: QuorumRule
    quorum_certainty: str
    open_vote: MajorityRule
    open_vote_certainty: str
    election: MajorityRule
    election_certainty: str
    election_rules: tuple[ElectionRule, ...]
    surplus: Surplus
    retention_days: int  # how long ballots are kept sealed after the congress

    @property
    def majorities(self) -> tuple[MajorityRule, ...]:
        """What a question may be decided by, the usual one first."""
        return (self.open_vote, self.election, AT_LEAST_TWO_THIRDS_OF_ENTITLED)


_ELECTED = MajorityRule(
    numerator=1,
    denominator=2,
    exactly_suffices=False,
    base=Base.CAST,
    text_vi="quá một phần hai tổng số phiếu thu về",
    text_en="more than half of the ballots collected",
    source="Điều lệ Công đoàn Việt Nam 2020, Điều 10.3",
)

VGCL_2024 = RulesProfile(
    name="vgcl-2024",
    title_vi="Điều lệ Công đoàn Việt Nam khóa XIII và Hướng dẫn 38/HD-TLĐ (2024)",
    title_en="Charter of the XIII term and guideline 38/HD-TLĐ (2024)",
    quorum=TWO_THIRDS_OF_SUMMONED,
    quorum_certainty="V-old",
    open_vote=MORE_THAN_HALF_OF_PRESENT,
    open_vote_certainty="M",  # present or summoned is an open point: the profile's setting
    election=_ELECTED,
    election_certainty="V-old",
    election_rules=VGCL_RULES,
    surplus=VGCL_SURPLUS,
    retention_days=180,
)

VGCL_2020 = structs.replace(
    VGCL_2024,
    name="vgcl-2020",
    title_vi="Điều lệ Công đoàn Việt Nam khóa XII (2020) và Hướng dẫn 03/HD-TLĐ",
    title_en="Charter of the XII term (2020) and guideline 03/HD-TLĐ",
)

PROFILES = {profile.name: profile for profile in (VGCL_2020, VGCL_2024)}


def profile(name: str) -> RulesProfile:
    """The profile of this name. Raises :class:`UnknownProfile`."""
    try:
        return PROFILES[name]
    except KeyError:
        raise UnknownProfile(profile=name) from None
