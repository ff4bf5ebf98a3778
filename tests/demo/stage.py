"""A short directive, so that a report is two figures long, and the demo that runs on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import httpx

from bot.demo.run import Demo, Directive, opened

SHORT = Directive(
    name="chi-thi.txt",
    day=date(2026, 5, 20),
    content="""ỦY BAN NHÂN DÂN
XÃ SUỐI VÀNG

Số: 05/CT-UBND

Suối Vàng, ngày 18 tháng 5 năm 2026

CHỈ THỊ
Về việc phát động đợt thi đua cao điểm

Chủ tịch Ủy ban nhân dân xã Suối Vàng phát động đợt thi đua từ ngày 18/5/2026 đến ngày 30/6/2026, cụ thể như sau:

I. CÁC CHỈ TIÊU THI ĐUA

- Thu ngân sách trên địa bàn: 50,2 tỷ đồng.
- Tỷ lệ rác thải sinh hoạt được thu gom, xử lý đạt 92%.

II. TỔ CHỨC THỰC HIỆN

1. Các đơn vị định kỳ báo cáo kết quả về Ủy ban nhân dân xã (qua Phòng Văn hóa - Xã hội).

CHỦ TỊCH

Hà Thị Nguyên
""".encode(),
)


@asynccontextmanager
async def running_demo(directive: Directive = SHORT) -> AsyncIterator[tuple[Demo, httpx.AsyncClient]]:
    async with (
        opened(directive) as demo,
        httpx.AsyncClient(base_url=demo.address, timeout=30, verify=False, trust_env=False) as client,
    ):
        yield demo, client
