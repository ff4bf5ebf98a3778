"""The story of the demo as data: the people of an invented commune, and who does what, scene by scene.

It is told on the page, a scene a tap, and in the terminal by `demo --play`; both perform the same acts.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.campaign.model import Role

Step: TypeAlias = Literal["+1h", "+1d", "+7d", "next"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person of the demo: `chat` is the id of his chat, `unit` the code of the unit where he has his role."""

    chat: int
    name: str
    role: Role
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Send:
    """He sends the directive as a file."""

    person: Person


@dataclass(frozen=True, kw_only=True, slots=True)
class Say:
    """He types a text; with `asked`, only where the bot's last message has these words."""

    person: Person
    text: str
    asked: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tap:
    """He taps the newest button whose label starts so."""

    person: Person
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """He answers question after question until the report is handed in, typing as people type.

    `slip`: the first figure is mistyped and corrected, by the button or by editing the message.
    """

    person: Person
    slip: Literal["button", "edit"] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """The clock moves on; what the bot then says to anybody is heard."""

    step: Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Hear:
    """The bot writes to him of its own accord."""

    person: Person


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What is done depends on whether the bot's last message to him matches the pattern."""

    person: Person
    pattern: str
    there: "tuple[Act, ...]"
    absent: "tuple[Act, ...]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Give:
    """On the card of an indicator, he gives each of these people's units its own part of the target."""

    person: Person
    to: tuple[Person, ...]


Act: TypeAlias = Send | Say | Tap | Give | Report | Move | Hear | Choice


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """A few acts under a title; `person` is whose phone is worth looking at meanwhile."""

    title: str
    person: Person
    acts: tuple[Act, ...]


HOA = Person(chat=101, name="Nguyễn Thị Hoa", role=Role.ADMIN, unit="SV")
BINH = Person(chat=102, name="Trần Văn Bình", role=Role.FOCAL_POINT, unit="T1")
DUNG = Person(chat=103, name="Lê Thị Dung", role=Role.FOCAL_POINT, unit="T2")
KHANH = Person(chat=104, name="Phạm Quốc Khánh", role=Role.FOCAL_POINT, unit="THCS")
MINH = Person(chat=105, name="Đỗ Văn Minh", role=Role.HEAD, unit="THCS")
TAI = Person(chat=106, name="Hoàng Văn Tài", role=Role.CLUSTER_LEAD, unit="T3")

CAST = (HOA, BINH, DUNG, KHANH, MINH, TAI)

AND_SO_ON = "(nhập tiếp {} câu như vậy)"
"""What stands in the dialog for the answers that are not told one by one."""
ENROLMENT = "Mọi người vào bot bằng lời mời và đồng ý cho bot lưu tên"
ENROLLED_LIKEWISE = "(vào bằng lời mời như chị Hoa, ba đầu mối cũng vậy)"
FEW_INDICATORS = r"Chỉ tiêu: (chưa có|[12]\b)"
"""A directive without a list of its own, be it that a figure or two stand in its prose."""

CORRECTION = Choice(
    person=HOA,
    pattern=r"4\. Trồng chè:",
    there=(
        Tap(person=HOA, label="4"),
        Tap(person=HOA, label="Sửa tên"),
        Say(person=HOA, text="Diện tích trồng chè"),
        Tap(person=HOA, label="Danh sách"),
    ),
    absent=(),
)
"""A part of the example directive whose name leaves out a word that its whole has."""

STORY = (
    Scene(
        title="Chị Hoa, quản trị của xã, gửi tệp chỉ thị cho bot",
        person=HOA,
        acts=(Send(person=HOA), Say(person=HOA, text="31/12", asked="Phong trào kết thúc ngày nào")),
    ),
    Scene(
        title="Chị Hoa xem các chỉ tiêu bot đọc được, sai thì sửa, thiếu thì thêm",
        person=HOA,
        acts=(
            Choice(
                person=HOA,
                pattern=FEW_INDICATORS,
                there=(
                    Tap(person=HOA, label="Thêm chỉ tiêu"),
                    Say(person=HOA, text="Thu ngân sách trên địa bàn: 50,2 tỷ đồng"),
                    Tap(person=HOA, label="Giữ"),
                    Say(person=HOA, text="Tỷ lệ hộ gia đình văn hóa đạt từ 92% trở lên"),
                    Tap(person=HOA, label="Giữ"),
                ),
                absent=(Tap(person=HOA, label="Xem chỉ tiêu"), CORRECTION),
            ),
            Tap(person=HOA, label="Về đầu"),
        ),
    ),
    Scene(
        title="Chị Hoa giao chỉ tiêu thứ nhất cho từng đơn vị, cả trang đã đúng thì bấm một lần",
        person=HOA,
        acts=(
            Tap(person=HOA, label="Xem chỉ tiêu"),
            Say(person=HOA, text="1"),
            Give(person=HOA, to=(BINH, DUNG, KHANH)),
            Tap(person=HOA, label="Danh sách"),
            Choice(
                person=HOA,
                pattern="chưa xem",
                there=(Tap(person=HOA, label="✓ Đúng cả trang"),),
                absent=(),
            ),
            Tap(person=HOA, label="Về đầu"),
        ),
    ),
    Scene(
        title="Chị Hoa xem hạn báo cáo của từng đợt",
        person=HOA,
        acts=(Tap(person=HOA, label="Hạn báo cáo"), Tap(person=HOA, label="Về đầu")),
    ),
    Scene(
        title="Chị Hoa phát động phong trào, mỗi đầu mối nhận một tin",
        person=HOA,
        acts=(
            Tap(person=HOA, label="Phát động"),
            Tap(person=HOA, label="Phát động ngay"),
            Hear(person=BINH),
            Hear(person=DUNG),
            Hear(person=KHANH),
        ),
    ),
    Scene(
        title="Đồng hồ chạy đến lần nhắc đầu tiên",
        person=BINH,
        acts=(Move(step="next"),),
    ),
    Scene(
        title="Anh Bình gõ số liệu, sửa một số vừa nhập rồi nộp",
        person=BINH,
        acts=(Say(person=BINH, text="/baocao"), Report(person=BINH, slip="button")),
    ),
    Scene(
        title="Lần nhắc kế tiếp: anh Bình đã nộp nên không bị nhắc nữa",
        person=DUNG,
        acts=(Move(step="next"),),
    ),
    Scene(
        title="Chị Dung báo cáo, sửa một tin đã gửi để sửa số",
        person=DUNG,
        acts=(Say(person=DUNG, text="/baocao"), Report(person=DUNG, slip="edit")),
    ),
    Scene(
        title="Trường của anh Khánh chưa nộp: bot nhắc đến khi quá hạn",
        person=KHANH,
        acts=(Move(step="+7d"), Move(step="next")),
    ),
    Scene(
        title="Chị Hoa xem đơn vị nào chưa báo cáo, rồi nhắc ngay",
        person=HOA,
        acts=(
            Say(person=HOA, text="/chuabaocao"),
            Say(person=HOA, text="/nhac"),
            Tap(person=HOA, label="Gửi nhắc"),
            Hear(person=KHANH),
        ),
    ),
    Scene(
        title="Anh Khánh nộp báo cáo, chậm hạn",
        person=KHANH,
        acts=(Say(person=KHANH, text="/baocao"), Report(person=KHANH)),
    ),
    Scene(
        title="Thầy Minh, hiệu trưởng, xem số liệu của trường",
        person=MINH,
        acts=(Say(person=MINH, text="/tiendo"),),
    ),
    Scene(
        title="Anh Tài, trưởng cụm các thôn, xem cụm rồi viết và nộp báo cáo của cụm",
        person=TAI,
        acts=(
            Say(person=TAI, text="/cum"),
            Tap(person=TAI, label="Báo cáo của cụm"),
            Tap(person=TAI, label="3. Nguyên nhân"),
            Say(person=TAI, text="Hai thôn chưa nộp do mưa lũ, mất điện."),
            Tap(person=TAI, label="Nộp báo cáo của cụm"),
        ),
    ),
    Scene(
        title="Chị Hoa lấy bảng tổng hợp",
        person=HOA,
        acts=(Say(person=HOA, text="/tonghop"),),
    ),
)
