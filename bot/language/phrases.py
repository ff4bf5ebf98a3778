"""The words of a chat answer about a figure, by what they do; "|" parts phrases of one kind.

Only the marked spelling stands here: `chunks` also accepts it without marks, or with some of them.
"""

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "k": 10**3, "vạn": 10**4,
    "triệu": 10**6, "tr": 10**6, "tỷ": 10**9,
}  # fmt: skip
COMPARATORS = {
    ">": "trên|hơn|lớn hơn|cao hơn|nhiều hơn|quá mức",
    ">=": "tối thiểu|ít nhất|chí ít|không dưới|không thấp hơn|không ít hơn|không kém|thấp nhất|từ mức",
    "<": "dưới|ít hơn|nhỏ hơn|thấp hơn|chưa đến|chưa tới|chưa đầy|chưa được|không đến|không tới|không đầy",
    "<=": "tối đa|không quá|không vượt quá|không vượt|không hơn|không trên|không cao hơn|nhiều nhất|cao nhất",
    "=": "đúng|đúng bằng",
}
STATES = {
    "done": "hoàn thành|đã hoàn thành|đã thực hiện|đã thực hiện xong|thực hiện xong|xong|đã xong|làm xong"
    "|đã làm xong|hoàn thành tốt|hoàn thành xuất sắc|hoàn tất|đã hoàn tất|xong hết|đã làm",
    "in_progress": "đang thực hiện|đang triển khai|đang làm|đang tiến hành|đang triển khai thực hiện"
    "|đang hoàn thiện|đang trong quá trình thực hiện|đang trong quá trình triển khai|chưa xong|chưa làm xong|đang xây dựng",
    "not_started": "chưa thực hiện|chưa triển khai|chưa làm|chưa bắt đầu|chưa tiến hành|chưa triển khai thực hiện"
    "|không thực hiện được|chưa thực hiện được|không triển khai",
    "met": "đạt|đã đạt|đạt được|đạt yêu cầu|đạt chuẩn|bằng kế hoạch|đúng kế hoạch",
    "not_met": "chưa đạt|không đạt|chưa đạt được|không đạt được|chưa hoàn thành|không hoàn thành",
    "exceeded": "vượt|đã vượt|vượt mức|đạt và vượt|hoàn thành vượt mức|vượt xa|hoàn thành và vượt"
    "|hoàn thành và hoàn thành vượt mức|vượt kế hoạch|vượt chỉ tiêu|vượt dự toán|vượt mức kế hoạch",
}
PHRASES: dict[str, str] = {
    # Answers without a number.
    "nil": "không phát sinh|ko phát sinh|k phát sinh|kg phát sinh|không có phát sinh|chưa phát sinh"
    "|chưa có phát sinh|kps|không ps|ko ps|k ps|không phát sinh mới|bằng không|không có trường hợp nào"
    "|không có vụ nào|không có hộ nào|không có xã nào|không có người nào|không có đơn vị nào|không có gì phát sinh"
    "|số không|con số không"
    "|không xảy ra|chưa xảy ra|không có phát sinh mới|không phát sinh thêm|chưa phát sinh mới",
    "missing": "chưa có số liệu|không có số liệu|ko có số liệu|chưa có sl|chưa có dữ liệu|chưa có kết quả"
    "|chưa có báo cáo|chưa tổng hợp|chưa tổng hợp được|chưa tổng hợp xong|chưa thống kê|chưa thống kê được"
    "|chưa thống kê xong|đang tổng hợp|đang thống kê|chưa có con số|chưa cập nhật|chưa rà soát|chưa rà soát xong"
    "|chờ số liệu|đang chờ số liệu|chưa đo|chưa nhận được số liệu|chưa có số|chưa có số liệu chính thức"
    "|chưa đủ số liệu|chưa đánh giá|đang rà soát|chưa chốt số liệu|chưa chốt|chưa có thông tin|ko có sl"
    "|thiếu số liệu"
    "|chưa đến kỳ|chưa tới kỳ|chưa đến kỳ báo cáo|chưa đến kỳ thống kê|chưa đến kỳ đánh giá|chưa nắm được"
    "|chưa nắm được số liệu|đang chờ|đang cập nhật|đang thu thập số liệu|số liệu chưa có|chưa có số liệu cụ thể",
    "same": "như kỳ trước|như kì trước|như tháng trước|như quý trước|như lần trước|như trước|như cũ|giữ nguyên"
    "|không đổi|không thay đổi|ko đổi|ko thay đổi|vẫn như cũ|vẫn như kỳ trước|vẫn như trước|bằng kỳ trước"
    "|bằng tháng trước|bằng quý trước|bằng lần trước|vẫn thế|vẫn vậy|như báo cáo trước|giống kỳ trước"
    "|giống tháng trước|giống quý trước|giống lần trước|giống trước|y như cũ|y như kỳ trước|y nguyên"
    "|giữ nguyên như kỳ trước|giữ nguyên như cũ|không có thay đổi|không có gì thay đổi|số cũ|lấy số kỳ trước"
    "|không thay đổi so với kỳ trước|giữ nguyên so với kỳ trước|k đổi|k thay đổi"
    "|không tăng không giảm|vẫn như tháng trước|vẫn như quý trước|như hồi trước|như số cũ"
    "|như báo cáo kỳ trước|như báo cáo tháng trước",
    "skip": "bỏ qua|skip|để sau|lát nữa|tí nữa|chút nữa|câu sau|để trống|cho qua|nhập sau|báo cáo sau|trả lời sau"
    "|bỏ qua câu này|tính sau|báo sau|hỏi sau|lúc khác"
    "|để lại sau|tiếp|tiếp theo|câu tiếp|câu tiếp theo|chỉ tiêu tiếp theo|bỏ qua chỉ tiêu này",
    "unclear": "chưa có|không có|ko có|chưa biết|không biết|không rõ|chưa rõ|chưa|cơ bản hoàn thành|gần xong"
    "|sắp xong|đã triển khai|vài|mấy|dăm|một số|một vài|nhiều|ít|gấp đôi|gấp ba|một nửa|phân nửa|quá nửa"
    "|hơn nửa|gần nửa|vài chục|mấy chục|vài trăm|mấy trăm|mấy nghìn|vài nghìn|hàng trăm|hàng nghìn|hàng chục",
    # Words that change how a number is meant.
    "approx": "khoảng|gần|xấp xỉ|ước chừng|tầm|chừng|độ|cỡ|ngót|suýt soát|vào khoảng|tầm khoảng|gần bằng|gần đạt"
    "|khoảng chừng|sắp|sắp đạt|sắp được|suýt|suýt đạt|gần được|trên dưới|hơn kém|tương đương|~|≈",
    "estimate": "ước|ước đạt|ước thực hiện|ước tính|dự kiến|dự ước|sơ bộ|ước được|dự kiến đạt|tạm tính"
    "|số ước|ước cả năm|ước thực hiện cả năm",
    "from": "từ",
    "to": "đến|tới|cho đến",
    "up": "lên|lên đến|lên tới|lên thành|tăng lên|nâng lên",
    "down": "xuống|xuống còn|còn lại còn|giảm còn|giảm xuống|giảm xuống còn|hạ xuống|hạ còn|hạ xuống còn",
    "increase": "tăng|tăng được|tăng trưởng|nâng thêm",
    "decrease": "giảm|giảm được|hạ|giảm bớt|đã giảm",
    "maintain": "duy trì|giữ vững|giữ nguyên mức|giữ mức|duy trì ở mức",
    "cumulative": "lũy kế|lk|cộng dồn|lũy kế đến nay|lũy kế từ đầu năm|tổng lũy kế|cộng lũy kế"
    "|nâng tổng số|nâng tổng số lên|đưa tổng số lên|lũy kế cả năm|tổng số đến nay|lũy kế là|tính chung",
    "increment": "thêm|tăng thêm|có thêm|mới thêm|thêm mới|thêm được|trong kỳ|trong tháng|trong quý"
    "|tháng này|quý này|phát sinh thêm|phát sinh mới|phát sinh trong kỳ|thành lập mới|thực hiện trong kỳ|tuần này"
    "|trong tuần|bổ sung thêm",
    "plan": "kế hoạch|kh|chỉ tiêu|dự toán|so với kế hoạch|so kế hoạch|so với chỉ tiêu|so với dự toán|so với kh|so kh"
    "|kế hoạch năm|kh năm|kế hoạch giao|kế hoạch đề ra|chỉ tiêu giao|chỉ tiêu kế hoạch|chỉ tiêu được giao|dự toán giao"
    "|kế hoạch cả năm|kế hoạch huyện giao|kế hoạch tỉnh giao|dự toán tỉnh giao|dự toán huyện giao|chỉ tiêu đề ra"
    "|so với kế hoạch năm|so với kế hoạch giao|so với kế hoạch đề ra|so với chỉ tiêu giao|so với chỉ tiêu đề ra"
    "|mục tiêu|mục tiêu đề ra|kế hoạch được giao|nghị quyết đề ra|so với mục tiêu|chỉ tiêu năm|dự toán năm"
    "|giao|được giao|tỉnh giao|huyện giao|xã giao|trên giao|cấp trên giao|cam kết|định mức|mức giao|số giao",
    "compare": "so với cùng kỳ|so cùng kỳ|cùng kỳ|so với năm trước|so với năm ngoái|so với tháng trước"
    "|so với quý trước|so với kỳ trước|so với cùng kỳ năm trước|so với cùng kỳ năm ngoái|so với đầu năm"
    "|cùng kỳ năm trước|cùng kỳ năm ngoái|so năm trước|so với cuối năm trước|kỳ trước|năm trước|so với năm"
    "|tháng trước|quý trước|lần trước|năm ngoái|so với|tuần trước|kỳ báo cáo trước|so với báo cáo trước"
    "|hôm qua|hôm kia|hôm trước|tháng tới|quý tới|năm tới|kỳ tới|tuần tới|tháng sau|quý sau|năm sau|kỳ sau|tuần sau"
    "|sang năm|sang tháng|sang quý|sang tuần|ngày mai",
    "over": "vượt|tăng vượt|vượt kế hoạch|vượt chỉ tiêu|vượt dự toán|vượt mức kế hoạch|vượt so với kế hoạch",
    "parts": "trong đó|bao gồm|gồm|gồm có|cụ thể|cụ thể là|trong đó có|chia ra|trong số đó|trong đấy",
    "out_of": "trong|trong số|trong tổng số|trên tổng số|trong tổng|trên tổng",
    "equal": "bằng|=|tức|tức là|tương ứng|đạt tỷ lệ|chiếm|chiếm tỷ lệ",
    "at_least_after": "trở lên",
    "at_most_after": "trở xuống|đổ lại|trở lại|là cùng|là nhiều|là hết",
    "half": "rưỡi|rưởi",
    "one_half": "nửa",
    "ten": "mười",
    "tens": "mươi",
    "zero_ten": "linh|lẻ",
    "point": "phẩy|phảy",
    "minus": "âm",
    # Words around a number that change nothing.
    "verb": "đạt|được|đạt được|thực hiện|thực hiện được|là|có|còn|có được|thu được|thu|hiện có|đã đạt|đc|dc|kết quả"
    "|kết quả là|kết quả đạt|số liệu|số liệu là|trồng được|trồng|làm được|xây dựng|xây dựng được"
    "|nâng|thành|ở mức|mức|hoàn thành|đã hoàn thành|đã thực hiện|đã có|đã được|đạt mức|giá trị"
    "|số lượng|tỷ lệ|tổng|tổng số|con số|giữ|kỳ này|tổng cộng|hiện|hiện còn|còn lại|sản lượng|doanh thu|sl|kq|bc"
    "|đang có|hiện đang có"
    "|tỷ lệ đạt|số thực hiện|thực đạt|đã đạt được|vẫn là|vẫn|báo cáo là|mới|mới đạt|mới được|chỉ đạt|chỉ được|chỉ có"
    "|mới có|mới chỉ đạt|đã trồng|đã thu|đã xây dựng|chỉ|tổng là|số là|tất cả|tất cả là|cả thảy|bình quân|trung bình",
    "noise": "dạ|vâng|ạ|a|em|anh|chị|báo cáo|em báo cáo|xin báo cáo|em xin báo cáo|kính báo cáo|thưa|kính gửi|nhé"
    "|nha|nhá|đấy|đó|rồi|rồi ạ|thôi|đơn vị em|đơn vị|bên em|bên mình|xã em|đồng chí|đ c|sếp|ad|admin|bot|hiện nay"
    "|hiện tại|đến nay|tính đến nay|tới nay|từ đầu năm|từ đầu năm đến nay|trên địa bàn|của đơn vị|xin|gửi|gửi anh"
    "|gửi chị|cho em|thì|ah|uh|ừ|ok|oke|okê|vậy|số liệu của em|em gửi|nhập|sửa|sửa lại|sửa thành|sửa lại thành"
    "|lại|tôi|mình|chúng em|chúng tôi|cả|cả năm|năm nay|trong năm|trong năm nay|của em|cháu|bác|cô|chú|a ơi|dạ vâng"
    "|hôm nay|e|hihi|hehe|cảm ơn|xin cảm ơn|và|với|thưa anh|thưa chị|phòng em|cơ quan em|ban em|trường em"
    "|trong kỳ báo cáo|cho|anh ơi|chị ơi|ơi|đã|cũng|xin gửi|toàn xã|toàn huyện|toàn tỉnh|ước của em|tính đến|chốt"
    "|bằng chữ|viết bằng chữ|ghi bằng chữ|chẵn|tròn|tròn chẵn|lúc này|bây giờ|giờ|chào anh|chào chị|chào"
    "|hiện đang|trên toàn xã|trên toàn huyện|trên toàn tỉnh|trên toàn quốc|trên cả nước|thoi|hoy|r|c|gì đó"
    "|em chào anh|em chào chị|chào các anh|các anh|các chị|dạ thưa|dạ báo cáo|thưa đồng chí|số liệu cụ thể"
    "|nghen|nè|hén|á|đây|cám ơn|em cám ơn",
    # Noise too, but what follows "sửa" from one number to another is no change of the figure.
    "corrects": "sửa|sửa lại|sửa thành|sửa lại thành|đính chính|đính chính lại|thay|đổi|sửa số",
    # Words before a number that make it a name, a date or the number of a document.
    "label": "số|thôn|xóm số|tổ số|khu|điều|mục|khoản|phụ lục|bảng|câu|lớp|khóa|quốc lộ|ql|nghị quyết|quyết định"
    "|chỉ thị|công văn|thông tư|nghị định|trang|dòng|cột|văn bản|stt|thứ|phòng số|nhóm|hạng|cấp|bậc|loại|phiên bản",
    "time": "ngày|tháng|năm|quý|tuần|giờ|phút|h|đợt|kỳ|kì|hôm|lúc|buổi|giai đoạn|nhiệm kỳ|khóa",
    "times": "gấp|tăng gấp|gấp lên|cao gấp|nhiều gấp",
    "not": "không|chưa|ko|khg|thiếu|hụt|trừ|ngoài|kém|hủy|đừng|mất|sai|khác|nợ|chậm|hết|không còn|thừa"
    "|hình như|có lẽ|chắc|chắc là|có thể|nếu|nghe nói|không nhớ|không chắc|chưa chắc|nhầm|hoặc|hay|không phải|mấy"
    "|đâu|đâu phải|làm gì có|lộn|quên|bỏ số|bỏ đi|xóa|thử|test|ví dụ|vd|giả sử|giả dụ|tạm thời|tạm ghi|tạm báo|số tạm"
    "|mỗi|từng|bớt|dư|chưa chính thức|không chính xác|chưa chính xác|dường như|đoán|ý em|số cũ|lẽ ra|đáng lẽ|đáng ra"
    "|lúc nãy|hồi nãy|ban nãy|lúc trước",
    # Words before a number that say what is planned, asked for or under way, and not what was reached.
    "intent": "đăng ký|đk|đang|cần|phải|muốn|đề nghị|chờ|đợi|sẽ|dự định|định|sắp có|chuẩn bị|phấn đấu|phấn đấu đạt",
}
