"""An admin sets what stands on his office's papers, and sends a form of his own: from the first tap to the kept file."""

import io

from docx import Document

from tests.town import Town


def form(*paragraphs: str) -> bytes:
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


async def test_an_admin_sets_what_stands_on_the_papers_of_his_office(here: Town) -> None:
    await here.admin.says("/coquan")
    shown = await here.admin.taps("Thể thức văn bản")
    assert str(shown) == (
        "Thể thức văn bản: UBND xã Suối Vàng\n\n"
        "Cơ quan cấp trên: chưa có\n"
        "Cơ quan ban hành: chưa có\n"
        "Ký hiệu: chưa có\n"
        "Quyền hạn ký: chưa có\n"
        "Nơi nhận: chưa có\n"
        "Tự gửi báo cáo lúc 08:00 ngày hạn tổng hợp: cơ quan thường trực\n\n"
        "Bấm vào mục cần sửa. Số, chữ ký và con dấu luôn để trống: văn bản bot soạn là dự thảo.\n"
        "[Cơ quan cấp trên][Cơ quan ban hành]\n[Ký hiệu][Quyền hạn ký]\n[Nơi nhận][Mẫu riêng]\n"
        "[Gửi cả lãnh đạo]\n[Không tự gửi]\n[Về cơ quan]"
    )
    asked = await here.admin.taps("Quyền hạn ký")
    assert asked.text.endswith(
        "Quyền hạn ký là gì? Mỗi dòng bắt đầu bằng TM., KT., TL., TUQ. hoặc Q., cách nhau bằng dấu chấm phẩy, "
        "ví dụ: TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"
    )
    refused = await here.admin.says("phó chủ tịch")
    assert refused.text == (
        "Dòng «PHÓ CHỦ TỊCH» chưa bắt đầu bằng TM., KT., TL., TUQ. hoặc Q.\n"
        "Gõ lại, ví dụ: TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"
    )
    saved = await here.admin.says("TM. Ủy ban nhân dân; KT. Chủ tịch")
    assert saved.text.startswith("✓ Đã lưu: Quyền hạn ký\n")
    assert "Quyền hạn ký:\n• TM. ỦY BAN NHÂN DÂN\n• KT. CHỦ TỊCH\n" in saved.text
    await here.admin.taps("Nơi nhận")
    saved = await here.admin.says("- Sở Nội vụ (b/c);\n- Lưu: VT, VHXH.")
    assert "Nơi nhận:\n• Sở Nội vụ (b/c)\n• Lưu: VT, VHXH\n" in saved.text
    told = await here.admin.taps("Gửi cả lãnh đạo")
    assert "ngày hạn tổng hợp: cơ quan thường trực và lãnh đạo\n" in told.text


async def test_a_form_of_the_office_is_looked_through_kept_sent_back_and_let_go(here: Town) -> None:
    await here.admin.says("/coquan")
    await here.admin.taps("Thể thức văn bản")
    shown = await here.admin.taps("Mẫu riêng")
    assert "Đang dùng: thể thức Nghị định 30/2020/NĐ-CP của bot\n" in shown.text
    assert "Bắt buộc: {{ket_qua_chi_tieu}}, {{bang_chi_tieu}}\n" in shown.text

    refused = await here.admin.sends(
        "mau.docx", form("{{ket_qua_chi_tieu}}", "{{bang_chi_tieu}}", "{{ngay_ky}}")
    )
    assert refused.text == (
        "Mẫu có trường «ngay_ky» mà bot không biết. Sửa tên trường theo danh sách rồi gửi lại."
    )
    refused = await here.admin.sends("mau.docx", form("{{ket_qua_chi_tieu}}"))
    assert refused.text == "Mẫu còn thiếu trường {{bang_chi_tieu}}. Thêm vào một đoạn riêng rồi gửi lại."
    refused = await here.admin.sends("mau.pdf", b"%PDF-1.7")
    assert refused.text == (
        "Tệp mau.pdf không phải tệp Word .docx. Mở mẫu bằng Word, chọn «Lưu dưới dạng» .docx rồi gửi lại."
    )

    whole = form("{{Địa danh}}", "{{ket_qua_chi_tieu}}", "{{bang_chi_tieu}}")
    kept = await here.admin.sends("mau xa.docx", whole)
    assert kept.text.startswith("✓ Đã nhận mẫu, có 3 trường: dia_danh, ket_qua_chi_tieu, bang_chi_tieu\n")
    assert "Đang dùng: mau xa.docx\n" in kept.text
    sent = await here.admin.taps("Xem mẫu đang dùng")
    assert sent.text == "Mẫu báo cáo riêng đang dùng của UBND xã Suối Vàng: mau xa.docx"
    dropped = await here.admin.taps("Bỏ mẫu riêng")
    assert dropped.text.startswith("✓ Đã bỏ mẫu riêng.")
    assert dropped.buttons[0] == ("Tải mẫu để sửa",)
    begun = await here.admin.taps("Tải mẫu để sửa")
    assert begun.text.startswith("Mẫu báo cáo để UBND xã Suối Vàng sửa theo ý:")


async def test_the_letter_and_the_list_have_forms_of_their_own_beside_that_of_the_report(here: Town) -> None:
    await here.admin.says("/coquan")
    await here.admin.taps("Thể thức văn bản")
    await here.admin.taps("Mẫu riêng")
    shown = await here.admin.taps("Mẫu công văn đôn đốc")
    assert "Bắt buộc: {{bang_chua_bao_cao}}\n" in shown.text
    refused = await here.admin.sends("mau.docx", form("{{kinh_gui}}"))
    assert refused.text == "Mẫu còn thiếu trường {{bang_chua_bao_cao}}. Thêm vào một đoạn riêng rồi gửi lại."
    kept = await here.admin.sends("cong van.docx", form("{{kinh_gui}}", "{{bang_chua_bao_cao}}"))
    assert "Mẫu công văn đôn đốc riêng: UBND xã Suối Vàng\n" in kept.text
    assert "Đang dùng: cong van.docx\n" in kept.text
    other = await here.admin.taps("Mẫu danh sách chưa báo cáo")
    assert "Đang dùng: thể thức Nghị định 30/2020/NĐ-CP của bot\n" in other.text
    begun = await here.admin.taps("Tải mẫu để sửa")
    assert begun.text.startswith("Mẫu danh sách chưa báo cáo để UBND xã Suối Vàng sửa theo ý:")
