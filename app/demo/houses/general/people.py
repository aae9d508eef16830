"""The people of the demo organisation: one for each role of the default policy."""

from app.demo.people import Person

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
