import type { Code } from "./codes.ts";
import { learn, type DeskCode } from "./refusals.ts";

/** What refusals mean that only those hear who run the congress. With `refusals.ts` every code has its text. */
const TEXTS: Record<DeskCode, readonly [vi: string, en: string]> = {
  broken_document: ["Không mở được tệp PDF này.", "This PDF cannot be opened."],
  cannot_be_replaced: ["Đại biểu này không thể thay thế.", "This delegate cannot be replaced."],
  code_taken: ["Mã chỉ tiêu đã được dùng.", "Another target has this code."],
  congress_file_invalid: ["Tệp đại hội không đúng định dạng.", "The congress file does not fit its format."],
  another_poll_open: [
    "Một cuộc biểu quyết khác đang mở cho cùng đại biểu. Kết thúc cuộc ấy trước.",
    "Another poll is open for some of the same delegates. Close it first.",
  ],
  candidate_withdrew: [
    "Trên phiếu còn tên người đã rút. Cập nhật danh sách; đã công bố thì hủy và soạn lại.",
    "The paper names somebody who has withdrawn. Make the list again; if it is announced, annul it and prepare another.",
  ],
  definition_frozen: ["Đã công bố nên không sửa được nội dung.", "It has been announced and no longer changes."],
  document_held_back: [
    "Tài liệu chưa phát hành nên chưa chiếu lên màn hình được.",
    "The document is held back; publish it before the hall sees it.",
  ],
  document_too_large: ["Tệp lớn hơn mức cho phép.", "The file is larger than allowed."],
  encrypted_document: ["Tệp PDF có mật khẩu; hãy bỏ mật khẩu rồi tải lên.", "The PDF asks for a password; remove it first."],
  hand_count_missing: [
    "Chưa công bố được: hai người kiểm phiếu phải nhập cùng một kết quả phiếu giấy.",
    "Not yet: two tellers have to enter the same count of the printed papers.",
  ],
  invalid_hand_count: ["Số liệu phiếu giấy không khớp nhau.", "Printed papers cannot come to these numbers."],
  no_printed_paper: ["Đại biểu này chưa nhận phiếu giấy.", "This delegate has no printed paper."],
  invalid_definition: ["Nội dung phiếu chưa hợp lệ.", "The paper is not well formed."],
  kind_not_held: ["Hình thức biểu quyết này chưa được hỗ trợ.", "Polls of this kind are not held."],
  last_organiser: ["Không thể khóa người tổ chức cuối cùng.", "The last organiser cannot be shut out."],
  login_taken: ["Tên đăng nhập đã có người dùng.", "This login is taken."],
  no_badge: ["Đại biểu chưa có thẻ còn hiệu lực.", "The delegate has no valid badge."],
  no_sitting_under_way: ["Chưa có phiên họp nào đang diễn ra.", "No sitting is under way."],
  no_such_account: ["Không tìm thấy tài khoản hoặc thiết bị.", "There is no such account or device."],
  no_single_election: [
    "Chỉ nhận đề cử cho cuộc có đúng một nội dung bầu cử.",
    "People are nominated where a poll holds exactly one election.",
  ],
  nominations_open: ["Đóng nhận đề cử trước khi công bố.", "Close the nominations before announcing."],
  no_such_delegate: ["Không tìm thấy đại biểu.", "There is no such delegate."],
  no_such_scan: ["Không tìm thấy lượt quét.", "There is no such scan."],
  no_such_screen: ["Không tìm thấy màn hình.", "There is no such screen."],
  no_such_sitting: ["Không tìm thấy phiên họp.", "There is no such sitting."],
  nobody_entitled: ["Chưa có ai đủ điều kiện biểu quyết.", "Nobody could vote."],
  not_counted_by_hand: [
    "Phiếu xếp thứ tự không kiểm bằng tay: cuộc này không có phiếu giấy.",
    "Rankings are not counted by hand: there are no printed papers in this poll.",
  ],
  not_a_pdf: ["Tệp này không phải PDF.", "This file is not a PDF."],
  not_allowed_in_state: ["Lúc này chưa thực hiện được bước đó.", "This step is not possible now."],
  not_an_alternate: ["Chỉ đại biểu dự khuyết mới thay thế được.", "Only an alternate can take the place."],
  nothing_left_open: ["Cuộc biểu quyết này đã ngã ngũ, không cần bầu tiếp.", "Nothing in this poll is left open."],
  nothing_to_publish: ["Chưa có bản nào đọc được để phát hành.", "There is no readable version to publish yet."],
  one_person_is_enough: ["Bước này một người thực hiện là đủ.", "This step takes one person alone."],
  two_persons_needed: [
    "Cuộc này cần cả Đoàn Chủ tịch và Ban Kiểm phiếu xác nhận.",
    "In this poll both the chair and a teller have to confirm.",
  ],
  more_proxies_held: [
    "Có đại biểu đang nhận nhiều ủy quyền hơn thế; hãy thu hồi bớt trước.",
    "Somebody holds more proxies than that; revoke some first.",
  ],
  only_officials_have_proxies: [
    "Chỉ đại biểu chính thức, được công nhận tư cách và chưa bị thay thế mới ủy quyền hoặc nhận ủy quyền.",
    "Only official delegates who are recognised and not replaced give and hold proxies.",
  ],
  proxies_not_allowed: ["Đại hội này không cho phép ủy quyền.", "This congress knows no proxies."],
  proxy_already_given: [
    "Đại biểu này đã ủy quyền cho người khác; hãy thu hồi trước.",
    "The proxy was given to somebody else; revoke it first.",
  ],
  proxy_chain: [
    "Không ủy quyền lại được: ai đã nhận ủy quyền thì không ủy quyền cho người khác, và ngược lại.",
    "There are no chains: whoever holds a proxy gives none, and the other way round.",
  ],
  too_many_proxies: [
    "Đại biểu này đã nhận đủ số ủy quyền được phép.",
    "This delegate holds as many proxies as are allowed.",
  ],
  papers_are_given_out: [
    "Đang phát phiếu; hết thời gian phát phiếu mới mở được.",
    "Papers are being given out; it opens when that is over.",
  ],
  reason_needed: ["Cần ghi rõ lý do.", "Give a reason."],
  roster_has_errors: ["Danh sách có lỗi, chưa nhập gì.", "The roster has errors; nothing was imported."],
  roster_unreadable: ["Không đọc được tệp danh sách.", "The file cannot be read as a roster."],
  scan_names_nobody: ["Lượt quét không nêu đại biểu nào.", "The scan names nobody."],
  screen_name_taken: ["Tên màn hình đã được dùng.", "Another screen has this name."],
  sitting_number_taken: ["Số thứ tự phiên đã được dùng.", "Another sitting has this number."],
  too_few_candidates: ["Số ứng cử viên ít hơn số cần bầu.", "There are fewer candidates than seats."],
  too_few_papers: [
    "Số phiếu đã phát quá ít để giữ kín; xin dùng phiếu giấy.",
    "Too few papers are out to keep votes secret; use printed ones.",
  ],
  too_many_pages: ["Tài liệu có quá nhiều trang.", "The document has too many pages."],
  unknown_profile: ["Không có bộ quy định này.", "There is no such rules profile."],
  unknown_voters: ["Danh sách đại biểu không có đoàn hoặc số này.", "The roster has no such delegation or number."],
  unsupported_media_type: ["Loại tệp không được hỗ trợ.", "This type of file is not supported."],
  weak_password: ["Mật khẩu cần ít nhất mười ký tự.", "A password needs at least ten characters."],
  wrong_role: ["Vai trò không phù hợp.", "The role does not fit here."],
};

/** What a delegate hears of themselves, said to whoever serves one at a desk or a door. */
const OF_A_DELEGATE: Partial<Record<Code, readonly [vi: string, en: string]>> = {
  no_more_papers: ["Cuộc này không còn phát phiếu.", "No more papers are given out in this poll."],
  not_entitled: ["Đại biểu này không có trong danh sách biểu quyết.", "This delegate is not in the electorate of this poll."],
  not_present: ["Đại biểu này chưa điểm danh vào hội trường.", "This delegate is not checked in to the hall."],
  paper_already_given: [
    "Đại biểu này đã có phiếu trên điện thoại hoặc phiếu giấy.",
    "This delegate has a paper on a phone, or a printed one.",
  ],
};

learn({ ...TEXTS, ...OF_A_DELEGATE });
