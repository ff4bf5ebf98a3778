"""Invented offices of three levels, and what their people type for a unit: one unit, several to ask about, none."""

from bot.language.names import NamedUnit, UnitNames

Row = tuple[str, str, str]
"""Code, kind, name."""

COMMUNE: tuple[Row, ...] = (
    ("SV", "xã", "UBND xã Suối Vàng"),
    ("DU", "đảng", "Đảng ủy xã Suối Vàng"),
    ("P1", "phòng", "Phòng Văn hóa - Xã hội"),
    ("P2", "phòng", "Phòng Kinh tế"),
    ("P3", "phòng", "Văn phòng HĐND và UBND"),
    ("P4", "trung tâm", "Trung tâm Phục vụ hành chính công"),
    ("P5", "đơn vị", "Trung tâm Dịch vụ tổng hợp xã Suối Vàng"),
    ("CA", "công an", "Công an xã"),
    ("QS", "quân sự", "Ban Chỉ huy Quân sự xã Suối Vàng"),
    ("MT", "đoàn thể", "Ủy ban Mặt trận Tổ quốc Việt Nam xã"),
    ("PN", "đoàn thể", "Hội Liên hiệp Phụ nữ xã"),
    ("ND", "đoàn thể", "Hội Nông dân xã"),
    ("CC", "đoàn thể", "Hội Cựu chiến binh xã"),
    ("TN", "đoàn thể", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã"),
    ("YT", "trạm", "Trạm Y tế xã Suối Vàng"),
    ("M1", "trường", "Trường Mầm non Suối Vàng"),
    ("M2", "trường", "Trường Mầm non Hoa Ban"),
    ("T1", "trường", "Trường Tiểu học Suối Vàng"),
    ("T2", "trường", "Trường Tiểu học Lê Văn Tám"),
    ("T3", "trường", "Trường PTDTBT TH&THCS Nà Lầu"),
    ("C1", "trường", "Trường THCS Suối Vàng"),
    ("H1", "trường", "Trường THPT Trần Phú"),
    ("X1", "thôn", "Thôn 1"),
    ("X5", "thôn", "Thôn 5"),
    ("X11", "thôn", "Thôn 11"),
    ("D1", "thôn", "Tổ dân phố 1"),
    ("D3", "thôn", "Tổ dân phố số 3"),
    ("K2", "thôn", "Khu phố 2A"),
    ("K3", "thôn", "Khu phố 2B"),
    ("NH", "thôn", "Thôn Nà Hoa"),
    ("NHT", "thôn", "Thôn Nà Hoa Trên"),
    ("BM", "thôn", "Bản Mới"),
    ("TBM", "thôn", "Thôn Bản Khun"),
    ("KN", "thôn", "Thôn Khe Nước Trong"),
    ("DC", "thôn", "Xóm Đồi Chè"),
    ("HT", "hợp tác xã", "HTX Nông nghiệp Suối Vàng"),
    ("CT", "doanh nghiệp", "Công ty TNHH Chè Mây Trắng"),
)

DISTRICT: tuple[Row, ...] = (
    ("H", "huyện", "UBND huyện Sơn Lâm"),
    ("NV", "phòng", "Phòng Nội vụ"),
    ("LD", "phòng", "Phòng Lao động - Thương binh và Xã hội"),
    ("MTR", "phòng", "Phòng Tài nguyên và Môi trường"),
    ("TC", "phòng", "Phòng Tài chính - Kế hoạch"),
    ("GD", "phòng", "Phòng Giáo dục và Đào tạo"),
    ("NN", "phòng", "Phòng Nông nghiệp và Phát triển nông thôn"),
    ("VH", "phòng", "Phòng Văn hóa và Thông tin"),
    ("KH", "phòng", "Phòng Kinh tế và Hạ tầng"),
    ("TP", "phòng", "Phòng Tư pháp"),
    ("TT", "phòng", "Thanh tra huyện"),
    ("TVH", "trung tâm", "Trung tâm Văn hóa và Truyền thông"),
    ("TYT", "trung tâm", "Trung tâm Y tế"),
    ("HKL", "hạt", "Hạt Kiểm lâm"),
    ("CAH", "công an", "Công an huyện"),
    ("LDL", "đoàn thể", "Liên đoàn Lao động huyện"),
    ("NC", "thị trấn", "Thị trấn Nước Hai"),
    ("HV", "xã", "Xã Hồng Việt"),
    ("HA", "xã", "Xã Hòa An"),
    ("HAD", "xã", "Xã Hòa An Đông"),
    ("HOA", "xã", "Xã Hoa An"),
    ("DK", "thị trấn", "Thị trấn Đông Khê"),
    ("DKX", "xã", "Xã Đông Khê"),
    ("PT", "xã", "Xã Phương Thiện"),
    ("TL", "xã", "Xã Trương Lương"),
    ("VQ", "xã", "Xã Văn Quan"),
    ("TH", "xã", "Xã Thanh Long"),
    ("TLG", "xã", "Xã Thành Long"),
    ("TLX", "xã", "Xã Tân Lập"),
    ("TLC", "xã", "Xã Tân Lộc"),
    ("MD", "xã", "Xã Mỹ Đức"),
    ("EA", "xã", "Xã Ea H'Leo"),
    ("QP", "xã", "Xã Quang Phú"),
    ("LS", "trường", "Trường TH Hòa An"),
    ("YHA", "trạm", "Trạm Y tế xã Hòa An"),
    ("YDK", "trạm", "Trạm Y tế xã Đông Khê"),
)

PROVINCE: tuple[tuple[str, str, str, str], ...] = (
    # Code, kind, name, the code of the unit above.
    ("T", "tỉnh", "UBND tỉnh Lâm Sơn", ""),
    ("SNV", "sở", "Sở Nội vụ", "T"),
    ("STC", "sở", "Sở Tài chính", "T"),
    ("SNM", "sở", "Sở Nông nghiệp và Môi trường", "T"),
    ("SYT", "sở", "Sở Y tế", "T"),
    ("CAT", "công an", "Công an tỉnh", "T"),
    ("P5", "phường", "Phường 5", "T"),
    ("PTA", "phường", "Phường Tân An", "T"),
    ("XTA", "xã", "Xã Tân An", "T"),
    ("DBC", "huyện", "Huyện Bắc Châu", "T"),
    ("DNC", "huyện", "Huyện Nam Châu", "T"),
    ("B1", "xã", "Xã Tân Tiến", "DBC"),
    ("N1", "xã", "Xã Tân Tiến", "DNC"),
    ("B2", "xã", "Xã Vĩnh Hòa", "DBC"),
    ("BNV", "phòng", "Phòng Nội vụ", "DBC"),
    ("NNV", "phòng", "Phòng Nội vụ", "DNC"),
    ("BT", "trường", "Trường Tiểu học Kim Đồng", "B1"),
    ("NT", "trường", "Trường Tiểu học Kim Đồng", "N1"),
    ("BTH", "thôn", "Thôn 1", "B1"),
    ("NTH", "thôn", "Thôn 1", "N1"),
    ("B2T", "thôn", "Thôn 2", "B1"),
    ("BYT", "trạm", "Trạm Y tế", "B1"),
    ("NYT", "trạm", "Trạm Y tế", "N1"),
    ("BCA", "công an", "Công an xã Vĩnh Hòa", "B2"),
    # After the merger of 1/7/2025.
    ("NG", "xã", "Xã Nguyễn Huệ", "T"),
    ("DT", "phường", "Phường Đông Triều", "T"),
    ("MC", "xã", "Xã Minh Châu", "T"),
    ("MK", "xã", "Xã Minh Khai", "T"),
)
OLD_NAMES = {
    "NG": ("Xã Trưng Vương", "Thị trấn Cao Lâm", "Xã Quang Vinh, huyện Bắc Châu"),
    "DT": ("Thị xã Đông Triều",),
    "MC": ("Xã Hồng Quang",),
    "MK": ("Xã Hồng Quang", "Huyện Minh Khai"),
}
ALIASES = {
    "SNM": ("sở nông nghiệp",),
    "DT": ("trung tâm tỉnh", "ĐTr"),
    "P4": ("một cửa",),
    "NC": ("phố huyện",),
}


def _named(
    rows: tuple[tuple[str, str, str, str], ...],
) -> UnitNames[str]:
    names = {code: name for code, _, name, _ in rows}
    above = {code: parent for code, _, _, parent in rows}

    def within(code: str) -> tuple[str, ...]:
        parent = above[code]
        return (names[parent], *within(parent)) if parent else ()

    return UnitNames(
        NamedUnit(
            key=code,
            name=name,
            code=f"{code}-01",
            kind=kind,
            within=within(code),
            aliases=ALIASES.get(code, ()),
            former=OLD_NAMES.get(code, ()),
        )
        for code, kind, name, _ in rows
    )


def towns() -> dict[str, UnitNames[str]]:
    commune, district = (
        tuple(
            (code, kind, name, "" if place == 0 else rows[0][0])
            for place, (code, kind, name) in enumerate(rows)
        )
        for rows in (COMMUNE, DISTRICT)
    )
    return {"commune": _named(commune), "district": _named(district), "province": _named(PROVINCE)}


# What is typed and what it means: a code is the unit that is taken unasked, several codes are offered, "" is none.
TYPED: dict[str, dict[str, str]] = {
    "commune": {
        # The office itself and its bodies.
        "UBND xã Suối Vàng": "SV", "ubnd xa suoi vang": "SV", "xã Suối Vàng": "SV",
        "ủy ban nhân dân xã suối vàng": "SV", "uỷ ban nhân dân xã Suối Vàng": "SV",
        "Đảng ủy xã Suối Vàng": "DU", "dang uy xa suoi vang": "DU", "đảng uỷ xã": "DU", "đảng ủy": "DU",
        "phường Suối Vàng": "SV", "thị trấn suối vàng": "SV", "xa suoi vangf": "SV", "sv-01": "SV",
        # Offices: in full, in part, by initials.
        "Phòng Văn hóa - Xã hội": "P1", "phong van hoa xa hoi": "P1", "VHXH": "P1", "vhxh": "P1",
        "P.VHXH": "P1", "phòng VH-XH": "P1", "phòng VH & XH": "P1", "PVHXH": "P1", "văn hoá xã hội": "P1",
        "van hoa": "P1", "phòng văn hóa": "P1", "phòng văn hoá - xã hội xã Suối Vàng": "P1",
        "phòng văn hóa xã": "P1", "phòng vhxh xã suối vàng": "P1", "Phòng Kinh tế": "P2",
        "phong kinh te": "P2", "kinh tế": "P2", "P. Kinh tế": "P2", "phòng KT": "P2", "VP HĐND&UBND": "P3",
        "văn phòng hđnd và ubnd": "P3", "van phong hdnd ubnd": "P3", "VP HĐND - UBND xã": "P3",
        "vp ubnd": "?P3", "văn phòng": "?P3", "văn phòng ủy ban": "?P3", "TTPVHCC": "P4",
        "Trung tâm PVHCC": "P4", "TT PVHCC": "P4", "trung tam phuc vu hanh chinh cong": "P4",
        "trung tâm hành chính công": "P4", "TT hành chính công": "P4", "một cửa": "P4", "mot cua": "P4",
        "trung tâm phục vụ hành chính công xã Suối Vàng": "P4", "trung tâm dịch vụ tổng hợp": "P5",
        "TTDVTH": "P5", "dịch vụ tổng hợp": "P5",
        # Police, army, health station: each place has one.
        "công an": "CA", "cong an xa": "CA", "CA xã": "CA", "công an xã Suối Vàng": "CA", "CAX": "CA",
        "Ban CHQS": "QS", "BCHQS": "QS", "Ban CHQS xã": "QS", "quân sự": "QS", "quan su xa": "QS",
        "ban chỉ huy quân sự": "QS", "xã đội": "QS", "trạm y tế": "?YT", "TYT": "?YT",
        "tram y te xa suoi vang": "YT", "trạm y tế Suối Vàng": "YT", "tyt xã Suối Vàng": "YT",
        # Unions and fronts.
        "MTTQ": "MT", "mặt trận": "MT", "UBMTTQ": "MT", "UB MTTQ xã": "MT", "mat tran to quoc": "MT",
        "UBMTTQVN xã Suối Vàng": "MT", "Hội LHPN": "PN", "LHPN": "PN", "HPN": "PN", "hội phụ nữ": "PN",
        "phu nu": "PN", "hội LHPN xã Suối Vàng": "PN", "hội liên hiệp phụ nử": "PN", "Hội Nông dân": "ND",
        "HND": "ND", "nong dan": "ND", "Hội Nông dân Việt Nam xã": "ND", "hội nông dân huyện": "?ND",
        "CCB": "CC", "hội CCB": "CC", "cựu chiến binh": "CC", "HCCB xã": "CC", "ĐTN": "TN",
        "đoàn thanh niên": "TN", "Đoàn TNCS HCM": "TN", "doan thanh nien cong san ho chi minh": "TN",
        "ĐTNCSHCM": "TN", "thanh niên": "TN",
        # Schools.
        "trường mầm non Suối Vàng": "M1", "MN Suối Vàng": "M1", "mn suoi vang": "M1",
        "mầm non hoa ban": "M2", "truong mam non hoaban": "M2", "Trường TH Suối Vàng": "T1",
        "tiểu học suối vàng": "T1", "th suoi vang": "T1", "trường tiểu học xã Suối Vàng": "T1",
        "THCS Suối Vàng": "C1", "trường THCS xã Suối Vàng": "C1", "trung học cơ sở suối vàng": "C1",
        "trường Suối Vàng": "?C1 M1 T1", "TH Lê Văn Tám": "T2", "lê văn tám": "?T2",
        "truong le van tam": "T2", "TH Nà Lầu": "T3", "THCS Nà Lầu": "T3", "TH&THCS Nà Lầu": "T3",
        "TH và THCS nà lầu": "T3", "trường ptdtbt nà lầu": "T3", "na lau": "?T3", "THPT Trần Phú": "H1",
        "trường trần phú": "H1", "THPT Suối Vàng": "?C1 M1 T1", "trường tiểu học": "", "trường": "",
        "thcs": "",
        # Hamlets and numbers.
        "thôn 5": "X5", "thon 5": "X5", "thôn số 5": "X5", "thôn 05": "X5", "Thôn 1": "X1",
        "xóm 1": "?D1 X1", "xóm 01": "?D1 X1", "tổ 1": "D1", "tdp 1": "D1", "TDP số 1": "D1",
        "tổ dân phố 01": "D1", "tổ dân phố số 3": "D3", "to dan pho 3": "D3", "thôn 3": "?D3",
        "khu phố 2A": "K2", "kp 2a": "K2", "khu pho 2 A": "K2", "khu phố 2b": "K3", "khu phố 2": "",
        "khu 2A": "K2", "thôn 2": "", "thôn 12": "", "5": "?X5", "1": "?D1 X1",
        "thôn 11 xã Suối Vàng": "X11", "thôn 5 xã Khe Bạc": "?X5", "Nà Hoa": "NH", "na hoa": "NH",
        "thôn Nà Hoa": "NH", "xóm nà hoa": "NH", "bản na hoa": "NH", "nà hoa trên": "NHT",
        "na hoa tren": "NHT", "Nà Hoà": "?NH", "bản mới": "BM", "ban moi": "BM", "thôn bản mới": "BM",
        "thôn Mới": "BM", "bản khun": "TBM", "ban khun": "TBM", "thon ban khun": "TBM",
        "khe nước trong": "KN", "khe nuoc": "?KN", "khe nuoc trogn": "KN", "khe nuoc tron": "?KN",
        "thôn khe nước trogn": "KN", "doi che": "DC", "đồi chè": "DC", "xóm đồi che": "?DC",
        "doi ché": "?DC", "ddooif chef": "DC", "thoon naf hoa": "NH", "HTX Suối Vàng": "?HT",
        "htx nông nghiệp suối vàng": "HT", "công ty chè mây trắng": "CT", "chè mây trắng": "?CT",
        "Công ty Mây Trắng": "?CT",
        # Words that say only what it is, other places, other words.
        "xã": "", "phòng": "", "thôn": "", "tổ dân phố": "", "đơn vị": "", "trung tâm": "", "hội": "",
        "khu phố": "", "ủy ban": "", "thị trấn": "", "HN": "", "TP.HCM": "", "hồ chí minh": "",
        "Hà Nội": "", "xin chào": "", "đã nộp": "", "trường TH Suối Vàng 2": "",
        "trường THCS Nà Hoa": "?NH", "công an xã Khe Bạc": "?CA", "hội nông dân xã Khe Bạc": "?ND",
        "UBND xã Khe Bạc": "", "phòng kinh tế xã Khe Bạc": "?P2", "phòng kinh tế hạ tầng": "",
        "phòng nội vụ": "", "mầm non": "", "nhà văn hóa": "", "thôn 1 và thôn 5": "", "thôn 1 1": "",
        "thôn 1,5": "", "thon5": "X5", "tdp3": "D3", "kp2a": "K2", "thôn năm": "", "bản 5": "?X5",
        "khu 5": "?X5", "Nà Hòa Trên": "?NHT", "na hoa tran": "?NHT", "bí thư đoàn": "",
        "chi bộ thôn 5": "", "đoàn xã": "", "phó chủ tịch": "", "suối vàng": "?DU QS SV YT", "xã hội": "P1",
        "dạ em ở thôn 5 ạ": "X5", "đơn vị thôn Nà Hoa": "NH", "dạ thôn nà hoa ạ": "NH",
        "bên phòng kinh tế nhé": "P2",
    },
    "district": {
        "phòng LĐTBXH": "LD", "LĐTBXH": "LD", "ldtbxh": "LD", "LĐ-TB&XH": "LD", "phòng lđ - tb và xh": "LD",
        "lao động": "?LD LDL", "lao dong thuong binh": "LD", "phòng lao động": "LD",
        "phòng lao động thương binh xã hội huyện Sơn Lâm": "LD", "P.LĐTBXH": "LD", "TNMT": "MTR",
        "TN&MT": "MTR", "phòng TNMT": "MTR", "tài nguyên môi trường": "MTR", "tài nguyên & mt": "MTR",
        "môi trường": "MTR", "phong tai nguyen": "MTR", "TCKH": "TC", "TC-KH": "TC", "tài chính": "TC",
        "tai chinh ke hoach": "TC", "phòng tài chính": "TC", "phòng TC": "?TC", "GDĐT": "GD", "GD&ĐT": "GD",
        "phòng giáo dục": "GD", "giao duc va dao tao": "GD", "giáo dục đào tạo": "GD", "PGDĐT": "GD",
        "phòng gd": "GD", "NN&PTNT": "NN", "NNPTNT": "NN", "phòng nông nghiệp": "NN", "VHTT": "VH",
        "VH-TT": "?TVH VH", "phòng văn hóa thông tin": "VH", "văn hóa": "?TVH VH", "phòng văn hóa": "VH",
        "trung tâm văn hóa": "TVH", "TTVHTT": "TVH", "TT VH&TT": "TVH", "KTHT": "KH", "hạ tầng": "KH",
        "kinh tế hạ tầng": "KH", "nội vụ": "NV", "noi vu": "NV", "phòng nội vụ": "NV", "PNV": "NV",
        "phong noij vuj": "NV", "phòng nội vụ huyện Sơn Lâm": "NV", "phòng nội vụ huyện Khe Bạc": "?NV",
        "sở nội vụ": "?NV", "tư pháp": "TP", "phòng tư phap": "TP", "thanh tra": "TT",
        "thanh tra huyện": "TT", "TTYT": "TYT", "trung tâm y tế": "TYT", "trung tam y te huyen": "TYT",
        "kiểm lâm": "?HKL", "hạt kiểm lâm": "HKL", "hat kiem lam": "HKL", "công an": "CAH",
        "công an huyện": "CAH", "công an xã": "?CAH", "LĐLĐ": "LDL", "liên đoàn lao động": "LDL",
        "LĐLĐ huyện": "LDL", "xa nuoc hai": "NC", "Nước Hai": "NC", "tt nuoc hai": "NC",
        "TT. Nước Hai": "NC", "thị trấn nước hai": "NC", "phường Nước Hai": "NC", "nuoc haii": "NC",
        "nước hia": "?NC", "xax nuowcs hai": "NC", "thị trấn Nước Hai huyện Sơn Lâm": "NC", "nuochai": "NC",
        "thị trấn Nước Hai, huyện Khe Bạc": "?NC", "phố huyện": "NC", "UBND thị trấn Nước Hai": "NC",
        "HĐND thị trấn Nước Hai": "?NC", "đảng ủy thị trấn nước hai": "?NC", "UBND Nước Hai": "NC",
        "huyện Nước Hai": "?NC", "trường THCS Nước Hai": "?NC", "hongviet": "HV", "hồng vệt": "?HV",
        "hong vietj": "HV", "xã hồng việt": "HV", "Hồng Việt": "HV", "hồng viêt": "?HV", "hogn viet": "HV",
        "xã HV": "?HV", "hồng việt huyện sơn lâm": "HV", "Hồng Việt, Sơn Lâm": "HV",
        "xã Hồng Việt - huyện Sơn Lâm": "HV", "xã hòa an": "HA", "xã hoà an": "HA", "Xã Hoa An": "?HA HOA",
        "xa hoa an": "?HA HOA", "hoa an": "?HA HOA LS YHA", "Hòa An": "?HA LS YHA", "hòa an đông": "HAD",
        "hoa an dong": "HAD", "xã hòa an đông": "HAD", "xa hoaf an": "HA", "TH Hòa An": "LS",
        "trạm y tế Hòa An": "YHA", "tyt hoa an": "YHA", "xã hòa": "?HA HAD", "UBND xã Hòa An": "HA",
        "đông khê": "?DK DKX YDK", "xã đông khê": "DKX", "thị trấn đông khê": "DK", "tt dong khe": "DK",
        "phường đông khê": "?DK DKX", "trạm y tế đông khê": "YDK", "phuong thien": "PT",
        "phương thiện": "PT", "xa phuong thien": "PT", "truong luong": "TL", "trương lương": "TL",
        "xã trương lương": "TL", "van quan": "VQ", "xã văn quan": "VQ", "văn quan": "VQ",
        "xa van quan huyen son lam": "VQ", "thanh long": "?TH TLG", "xã Thanh Long": "?TH TLG",
        "xã Thành Long": "TLG", "thành long": "TLG", "thanh longg": "?TH TLG", "tan lap": "TLX",
        "tân lâp": "?TLX", "tan loc": "TLC", "tan lac": "?TLC TLX", "tan la": "?TLC TLX", "mỹ đức": "MD",
        "mĩ đức": "MD", "mi duc": "MD", "ea hleo": "EA", "ea h'leo": "EA", "Ea H’leo": "EA",
        "quangphu": "QP", "qang phu": "QP", "qung phu": "QP", "quang phus": "QP", "quang phuc": "?QP",
        "quang phúc": "?QP", "xã Hòa An Tây": "", "hong vien": "?HV", "Hồng Viên": "?HV",
        "Phương Thiên": "?PT", "Thanh Lâp": "?TLX", "THCS Hòa An": "?LS",
        "phòng văn hóa và truyền thông": "?TVH", "công an xã Hòa An": "?CAH", "thanh tra xã": "?TT",
        "hạt kiểm lâm huyện Khe Bạc": "?HKL", "trạm y tế xã Hòa An": "YHA", "dong khe": "?DK DKX YDK",
        "Đông Khe": "?DK DKX", "phòng giao duc dao tai": "GD", "phòng tài nguyen moi trương": "MTR",
        "nông nghiệp phát triển": "NN", "tan": "?TLC TLX", "hồng": "?HV", "xã ABC": "", "xã Bình Minh": "",
        "huyện": "", "xã, thị trấn": "", "phong": "", "trạm y tế": "?YDK YHA", "xã Sơn Lâm": "?H",
        "huyện Sơn Lâm": "H", "UBND huyện": "", "son lam": "H",
    },
    "province": {
        "phòng nội vụ": "?BNV NNV", "sở nội vụ": "SNV", "nội vụ": "?BNV NNV SNV", "SNV": "SNV",
        "phòng nội vụ huyện Bắc Châu": "BNV", "phong noi vu nam chau": "NNV", "PNV": "?BNV NNV",
        "sở tài chính": "STC", "STC": "STC", "sở NN&MT": "SNM", "SNNMT": "SNM", "sở nông nghiệp": "SNM",
        "nông nghiệp": "SNM", "sở y tế": "SYT", "y tế": "SYT", "phường 5": "P5", "P.5": "P5", "P5": "P5",
        "xã 5": "?P5", "phường Tân An": "PTA", "xã tân an": "XTA", "tân an": "?PTA XTA", "P. Tân An": "PTA",
        "thị trấn Tân An": "?PTA XTA", "tan an": "?PTA XTA", "Xã Tân Tiến": "?B1 N1", "tan tien": "?B1 N1",
        "xã Tân Tiến huyện Bắc Châu": "B1", "tan tien bac chau": "B1", "Tân Tiến, Nam Châu": "N1",
        "Tân Tiến (Nam Châu)": "N1", "xa tan tien h. nam chau": "N1", "xã Tân Tiến tỉnh Lâm Sơn": "?B1 N1",
        "xã Tân Tiến huyện Gia Lâm": "?B1 N1", "xã Vĩnh Hòa": "B2", "xã Vĩnh Hòa huyện Bắc Châu": "B2",
        "xã Vĩnh Hòa huyện Bắc Châu tỉnh Lâm Sơn": "B2", "xã Vĩnh Hòa huyện Nam Châu": "?B2",
        "xã Vĩnh Hòa huyện Đức Thọ": "?B2", "TH Kim Đồng": "?BT NT",
        "trường tiểu học kim đồng xã tân tiến huyện bắc châu": "BT", "thôn 1": "?BTH NTH",
        "thôn 1 xã tân tiến": "?BTH NTH", "thôn 1 xã Tân Tiến huyện Nam Châu": "NTH", "thôn 2": "B2T",
        "thôn 2 xã Tân Tiến": "B2T", "trạm y tế xã Tân Tiến": "?BYT NYT",
        "trạm y tế xã Tân Tiến huyện Bắc Châu": "BYT", "công an tỉnh": "CAT", "công an xã Vĩnh Hòa": "BCA",
        "công an": "?BCA CAT", "tỉnh Lâm Sơn": "T", "UBND tỉnh": "", "lâm sơn": "T",
        # Old names, and who has them now.
        "xã Trưng Vương": "NG", "xa trung vuong": "NG", "trung vuong": "NG", "thị trấn Cao Lâm": "NG",
        "cao lam": "NG", "xã Quang Vinh": "NG", "xã Quang Vinh huyện Bắc Châu": "NG",
        "xã Quang Vinh huyện Nam Châu": "?NG", "Nguyễn Huệ": "NG", "thị xã Đông Triều": "DT",
        "phường Đông Triều": "DT", "huyện Đông Triều": "DT", "đông triều": "DT", "xã Hồng Quang": "?MC MK",
        "hong quang": "?MC MK", "Minh Khai": "MK", "huyện Minh Khai": "MK", "xã trưng vương (cũ)": "NG",
        "xã Trưng Vương cũ": "NG", "ĐTr": "DT", "trung tâm tỉnh": "DT", "minh cha": "?MC MK",
        "minh chau": "MC", "minh kha": "?MC MK", "tp lâm sơn": "?T", "huyện Lâm Sơn": "?T",
        "huyện Nguyễn Huệ": "?NG", "thị trấn Minh Khai": "MK", "xã Cao Lâm": "NG", "Quang Vĩnh": "?NG",
        "thôn 2 xã Tân An": "?B2T", "trạm y tế Tân Tiến": "?BYT NYT", "trạm y tế tan tien bac chau": "?B1",
        "trạm y tế Vĩnh Hòa": "?B2 BCA", "TYT tân tiến": "?BYT NYT", "phường Trưng Vương": "NG",
        "xã Trưng Vưng": "?NG", "xã Trưng Vươngg": "NG", "minh kháu": "?MC MK", "HCM": "", "TP HCM": "",
        "thành phố Hồ Chí Minh": "", "MC": "", "xã MC": "?MC",
    },
}  # fmt: skip
