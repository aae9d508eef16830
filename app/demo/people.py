"""The people of the demo organisation: one for each role of the default policy."""

from dataclasses import dataclass

from app.domain.values import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works there, and so has a token."""

    name: str
    subject: str
    """How events name this person."""
    role: str
    units: tuple[str, ...] = ()
    """Sees the complaints of these units only; none means all of them."""

    @property
    def actor(self) -> Actor:
        """As the record knows this person."""
        return Actor(self.subject, (self.role,), self.units)


LIN = Person("林小梅", "lin.xiaomei", "front-desk", ("front-hall",))
ZHAO = Person("赵敏", "zhao.min", "handler")
ZHOU = Person("周建国", "zhou.jianguo", "supervisor")
WANG = Person("王丽华", "wang.lihua", "manager")
GU = Person("顾文涛", "gu.wentao", "general-manager")
CHEN = Person("陈静", "chen.jing", "finance")
GAO = Person("高明", "gao.ming", "audit")
XU = Person("许文", "xu.wen", "planning")
HE = Person("何伟", "he.wei", "administrator")

EVERYBODY = (LIN, ZHAO, ZHOU, WANG, GU, CHEN, GAO, XU, HE)
