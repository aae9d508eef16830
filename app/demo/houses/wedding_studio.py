"""The wedding studio: whoever meets the customer apologises, and somebody above is always told."""

from app.demo.acts.ending import closed, followed_up, improvement, signed
from app.demo.acts.handling import (
    explained,
    instructed,
    promised_reply,
    promised_solution,
    replied,
    reported,
    visit,
)
from app.demo.acts.receipt import admission, classified, conditional, courtesy, customer, received
from app.demo.acts.remedy import (
    agreed,
    approved,
    asked_for,
    compensated,
    found,
    offer,
    planned,
    released,
    rework,
    reworked,
)
from app.demo.house import House
from app.demo.people import Person
from app.demo.story import Story, ago, days_ago, due_in, overdue_by, today_in
from app.domain.values import OrganisationId

SHEN = Person("沈雅", "shen.ya", "employee", ("base", "make-up"))
MIAO = Person("苗倩", "miao.qian", "front-desk", ("front-hall",))
FANG = Person("方婷", "fang.ting", "shop-desk", ("front-hall", "selection", "collection"))
FAN = Person("范磊", "fan.lei", "network-supervisor", ("network",))
QIN = Person("秦川", "qin.chuan", "technical-adviser")
LUO = Person("罗刚", "luo.gang", "base-dispatcher", ("base", "make-up", "photography"))
JIANG = Person("蒋岚", "jiang.lan", "store-supervisor")
PENG = Person("彭远", "peng.yuan", "department-supervisor")
WEN = Person("温婕", "wen.jie", "executive-manager")
HAO = Person("郝敏", "hao.min", "finance")
QI = Person("戚明", "qi.ming", "administrator")

STORIES = (
    Story(
        "crooked-lashes",
        "WS-06, WS-18, WS-19, WS-20, WS-26, WS-34",
        days_ago(3, "09:40"),
        SHEN,
        received(
            "face-to-face",
            "make-up",
            customer("骆小姐", "138 0000 1101"),
            "假睫毛一高一低，这样拍出来全毁了！",
            stage="化妆",
            reason="假睫毛粘贴不齐",
            subject="新娘妆眼妆",
            demand="马上重化",
            emotion="upset",
            about=["shen.ya"],
        ),
        ("1m", SHEN, conditional("骆小姐，可能是我没有做好，非常抱歉，我马上请主管来看。")),
        ("2m", SHEN, reported("眼妆不齐，请调度长安排重化", "base-dispatcher")),
        ("3m", LUO, classified("make-up-styling")),
        ("2m", LUO, planned("眼妆重化。", offer("re-make-up", "眼妆重化", 0, 280))),
        ("1m", LUO, agreed("快点就行。")),
        ("1m", LUO, rework("re-make-up", "make-up", "睫毛一高一低", "眼妆卸除重化，换资深化妆师")),
        ("40m", LUO, reworked("新娘照镜后满意。")),
        ("5m", LUO, compensated("re-make-up", 0, "骆小姐")),
        ("6h", SHEN, signed("recorder")),
        ("10m", LUO, signed("supervisor", remark="当场重化，未误拍摄")),
        ("5m", LUO, closed("solved-on-the-spot", "眼妆当面重化，客人满意。")),
    ),
    Story(
        "skin-like-porcelain",
        "WS-22, WS-23, WS-24, WS-42, WS-45",
        days_ago(5, "14:10"),
        SHEN,
        received(
            "face-to-face",
            "base",
            customer("阎女士", "138 0000 1102"),
            "别人家都能把皮肤拍得一点纹路都没有，你们就按最白的那档打光。",
            stage="拍摄",
            reason="坚持过曝的打光方式",
            subject="外景布光",
            demand="按最亮档打光",
            emotion="heated",
        ),
        ("2m", SHEN, courtesy("阎女士，让您着急了，真不好意思。")),
        (
            "3m",
            SHEN,
            reported(
                "要求违背布光常识，三级同报",
                "base-dispatcher",
                "department-supervisor",
                "executive-manager",
            ),
        ),
        ("5m", PENG, classified("shooting", unprofessional_demand=True, mindset="respect")),
        ("10m", PENG, explained("过曝后细节无法修回。", understood=False, by=QIN)),
        ("15m", PENG, explained("用样片对比，另布柔光试拍。", by=QIN)),
        ("1h", PENG, replied("按柔光方案拍摄，后期提亮肤色。")),
        ("3h", SHEN, signed("recorder")),
        ("1h", PENG, signed("supervisor")),
        ("5m", PENG, closed("explained", "技术顾问当面说明，客人接受柔光方案。")),
        ("3d", JIANG, followed_up("after-solution", satisfied_with_outcome=4, method="telephone")),
    ),
    Story(
        "photos-before-the-banquet",
        "WS-30, WS-31, WS-32, WS-33, WS-37",
        ago("28h"),
        FAN,
        received(
            "social-media",
            "network",
            customer("Kelvin_海边", "138 0000 1103"),
            "说好婚宴前出片，后天就办酒了，客服一直说在排队！",
            stage="后期制作",
            reason="后期排期未告知",
            subject="婚宴前出片",
            demand="婚宴前交二十张精修",
            emotion="heated",
        ),
        ("10m", FAN, conditional("您好，可能是我们排期没有跟上，非常抱歉。")),
        ("5m", FAN, reported("请示婚宴前能否出片", "store-supervisor", asks_instruction=True)),
        ("5m", FAN, promised_reply("答复婚宴前能否出片", overdue_by("3h"))),
        ("1h", JIANG, classified("late-delivery")),
        ("5m", JIANG, instructed("后期部今晚先出二十张，由你回复客人。", FAN)),
    ),
    Story(
        "names-misspelt",
        "WS-28, WS-34, WS-38, WS-41",
        days_ago(2, "11:15"),
        FANG,
        received(
            "telephone",
            "collection",
            customer("蓝先生", "138 0000 1104", contact_from="18:00", contact_until="20:00"),
            "相册扉页把我太太的名字印错了，这是要送长辈的。",
            stage="取件",
            reason="扉页校对遗漏",
            subject="相册扉页姓名",
            demand="重做并送到家里",
            emotion="calm",
        ),
        ("3m", FANG, conditional("蓝先生，应该是我们校对疏忽，实在抱歉。")),
        ("5m", FANG, reported("他部失误，请主管出面", "store-supervisor", "executive-manager")),
        ("10m", JIANG, classified("product-quality")),
        ("2m", JIANG, promised_solution("重做扉页并送上门", today_in("3h"))),
        ("1h", JIANG, found("制版单姓名正确，排版时误植。", "排版未复核", "ours")),
        ("5m", JIANG, admission("是我们排版失误，向您和太太道歉。")),
        (
            "10m",
            JIANG,
            planned(
                "重做相册，主管送上门。",
                offer("remake", "相册重做", 0, 880),
                offer("home-visit", "送上门", 0, 50),
            ),
        ),
        ("10m", JIANG, agreed("可以，晚上我们在家。")),
        ("5m", JIANG, rework("remake", "production", "扉页误植", "整册重做", due=due_in("1h"))),
        ("5m", JIANG, visit(JIANG, due_in("3h"), "客人家中", "送新相册，当面致歉")),
    ),
    Story(
        "lost-card",
        "WS-29, WS-40, WS-44, WS-46",
        days_ago(9, "10:30"),
        JIANG,
        received(
            "report-back",
            "photography",
            customer("庞先生、杜小姐", "138 0000 1105"),
            "海边那一场整张卡都没了？我们专门飞过去拍的！",
            stage="拍摄",
            reason="存储卡损坏，未双卡备份",
            subject="海边外景一场",
            demand="重拍，机票酒店由你们出",
            emotion="heated",
        ),
        ("2m", JIANG, conditional("这一场可能因为我们的失误丢了，我们非常抱歉，一定负责到底。")),
        (
            "10m",
            JIANG,
            reported("底片丢失", "base-dispatcher", "department-supervisor", "executive-manager"),
        ),
        ("10m", JIANG, classified("lost-photos")),
        (
            "3h",
            JIANG,
            found("现场单卡拍摄，卡损坏。", "没有双卡规定", "ours", cause_class="systemic"),
        ),
        ("5m", JIANG, admission("是我们没有备份，责任在我们。")),
        (
            "1h",
            JIANG,
            planned(
                "重拍一场，承担差旅，另赔现金。",
                offer("reshoot", "海边重拍", 0, 3000),
                offer("cash", "差旅与误工", 3600, 3600),
                beyond_order_terms=True,
            ),
        ),
        ("2h", WEN, approved(reason="照办，本周内落实")),
        ("1h", JIANG, agreed("能重拍就好。")),
        ("10m", JIANG, asked_for(3600, "差旅与误工补偿")),
        ("20m", JIANG, rework("reshoot", "photography", "存储卡损坏", "双机双卡，原班重拍")),
        ("1d", HAO, released("WS-1126")),
        ("2h", JIANG, compensated("cash", 3600, "庞立")),
        ("2d", JIANG, reworked("重拍顺利，双卡备份。")),
        ("30m", JIANG, signed("recorder")),
        ("5m", JIANG, signed("supervisor")),
        ("30m", WEN, signed("executive-manager")),
        ("5m", JIANG, closed("remedied", "已重拍并补偿差旅。")),
        ("2h", PENG, improvement("外景一律双卡写入、当晚备份", LUO, "photography", due_in("4d"))),
    ),
)

HOUSE = House(
    OrganisationId("wedding-studio"),
    "良缘婚纱影楼",
    "wedding-studio",
    (SHEN, MIAO, FANG, FAN, QIN, LUO, JIANG, PENG, WEN, HAO, QI),
    STORIES,
)
