"""What is learnt: responsibility, improvements, and the case written up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.values import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who answers for the cause (LC-27, LC-35, AS-28)."""

    act: Act
    shares: tuple[Share, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """Something to be done so that it does not happen again (WS-44, PC-79)."""

    number: int
    act: Act
    what: str
    owner: str
    unit: str
    due: datetime
    made: Act | None = None
    result: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.made is None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStudy:
    """The complaint written up as a case, without personal data (AS-29, AS-30)."""

    act: Act
    title: str
    text: str
    approved: Act | None = None
    remark: str | None = None
    published: Act | None = None
    where: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """Responsibility, improvements and case studies."""

    attributions: tuple[Attribution, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    case_studies: tuple[CaseStudy, ...] = ()
    """Every text that was written; the last one holds."""

    @property
    def case_writer(self) -> str | None:
        """Who wrote it up as a case, last."""
        return self.case_studies[-1].act.person if self.case_studies else None

    @property
    def publication_approved(self) -> bool:
        """Whether the text that was written last may be published."""
        return bool(self.case_studies) and self.case_studies[-1].approved is not None

    @property
    def published(self) -> bool:
        """Whether any text was published."""
        return any(one.published is not None for one in self.case_studies)

    def with_last_study(self, change: Callable[[CaseStudy], CaseStudy]) -> "Learning":
        """Change the text that was written last; where there is none, nothing."""
        if not self.case_studies:
            return self
        *others, last = self.case_studies
        return replace(self, case_studies=(*others, change(last)))
