"""What a month is made of: the stories, how often each comes, and words."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from app.demo.scenario import Person, Story, read_stories, scenarios

[SHOPPING_CENTRE] = [one for one in scenarios() if one.organisation == "shopping-centre"]
PEOPLE: Mapping[str, Person] = {person.subject: person for person in SHOPPING_CENTRE.people}


def stories() -> dict[str, Story]:
    """Those of the demo, and some that it lacks, by key."""
    more = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
    told = (*SHOPPING_CENTRE.stories, *read_stories(more, SHOPPING_CENTRE.people))
    return {story.key: story for story in told}


OFTEN: Mapping[str, int] = {
    "shrunken-sweater": 34,
    "sour-milk": 22,
    "rude-at-the-till": 13,
    "paid-to-the-wrong-account": 6,
    "scratched-in-the-car-park": 5,
    "worn-and-brought-back": 5,
    "no-bags-by-principle": 4,
    "supplier-moved-to-a-corner": 4,
    "escalator-stopped": 3,
    "until-when-open": 2,
    "wet-floor-again": 1,
    "wet-floor": 1,
}
"""How many of a hundred complaints are like which story."""
CUT_SHORT = 0.07
"""Of all; besides those that are still open at the end of the month."""
CALLED = 0.6
"""Of those closed who are called a week later, if no story says so."""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "芳伟敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰玉梅晓云建国志文"
GOODS = (
    *("羊毛衫", "电饭煲", "儿童推车", "羽绒服", "电热水壶", "运动鞋", "双肩包", "床上四件套"),
    *("保温杯", "蓝牙耳机", "不粘锅", "台灯", "牛仔裤", "拉杆箱", "积木玩具", "吹风机"),
)
FAULTS = (
    *("用了两天就坏了", "一洗就褪色", "拉链卡住拉不动", "和样品颜色不一样", "缺了一个配件"),
    *("有一股刺鼻的味道", "接缝处开线", "标价和收银的价钱对不上", "盒子里是别人用过的"),
)
WHEN = ("昨天", "上周末", "前天晚上", "活动那天", "三天前", "上个月")
ASIDE = (
    *("小票还在。", "我跑了两趟了。", "电话里说可以退的。", "孩子等着用。", "柜台叫我来这里。"),
    *("希望给个说法。", "包装我都留着。", "当时还有朋友在场，可以作证，柜员也答应过会负责到底。"),
)
CHANNELS = ("face-to-face", "face-to-face", "telephone", "internet", "feedback-card", "e-mail")
LIKE = {
    "return": ("return", "unsatisfactory-goods"),
    "exchange": ("exchange", "exchange", "activities-gifts"),
}
"""Categories that are handled in the same way."""
