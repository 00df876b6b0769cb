import type { Language } from "../../../shared/i18n.svelte.ts";

/** Actions as people call them; one that is not named here is shown by its own name. */
const ACTIONS: Record<string, readonly [vi: string, en: string]> = {
  "poll.prepared": ["Soạn biểu quyết", "Poll prepared"],
  "poll.queued": ["Xếp thứ tự các cuộc biểu quyết", "Polls put in order"],
  "poll.announced": ["Công bố biểu quyết", "Poll announced"],
  "poll.open": ["Mở biểu quyết", "Poll opened"],
  "poll.confirmed": ["Xác nhận, chờ người thứ hai", "Confirmed, one of two"],
  "poll.closed": ["Kết thúc biểu quyết", "Poll closed"],
  "poll.paper_handed_out": ["Phát phiếu giấy", "Printed paper handed out"],
  "poll.paper_taken_back": ["Thu lại phiếu giấy", "Printed paper taken back"],
  "poll.late_papers": ["Phát phiếu kín bổ sung", "Late papers given out"],
  "poll.hand_counted": ["Nhập kết quả phiếu giấy", "Printed papers counted"],
  "poll.ballot_changed": ["Đại biểu sửa phiếu đã gửi", "Ballot changed by its voter"],
  "poll.published": ["Công bố kết quả", "Result published"],
  "poll.annulled": ["Hủy biểu quyết", "Poll annulled"],
  "congress.imported": ["Nhập dữ liệu đại hội", "Congress imported"],
  "target.saved": ["Lưu chỉ tiêu", "Target saved"],
  "sitting.current": ["Chuyển phiên họp", "Sitting begun"],
  "item.current": ["Chuyển nội dung", "Item begun"],
  "sitting.saved": ["Lưu phiên họp", "Sitting saved"],
  "item.saved": ["Lưu nội dung", "Item saved"],
  "announcement.made": ["Thông báo cả hội trường", "Announcement"],
  "document.saved": ["Lưu tài liệu", "Document saved"],
  "document.uploaded": ["Tải bản tài liệu lên", "Version uploaded"],
  "document.published": ["Phát hành tài liệu", "Document published"],
  "document.held_back": ["Thu hồi tài liệu", "Document held back"],
  "opinion.answered": ["Trả lời ý kiến", "Opinion answered"],
  "opinion.grouped": ["Xếp nhóm ý kiến", "Opinion grouped"],
  "roster.imported": ["Nhập danh sách đại biểu", "Roster imported"],
  "badges.issued": ["Cấp thẻ hàng loạt", "Badges issued"],
  "badge.reissued": ["Cấp lại thẻ", "Badge reissued"],
  "badge.revoked": ["Thu hồi thẻ", "Badge revoked"],
  "credentials.decided": ["Quyết định tư cách đại biểu", "Credentials decided"],
  "alternate.promoted": ["Đại biểu dự khuyết thay thế", "Alternate promoted"],
  "absence.excused": ["Ghi nhận vắng có lý do", "Absence excused"],
  "check_in.by_hand": ["Điểm danh bằng tay", "Checked in by hand"],
  "check_in.undone": ["Hủy lượt điểm danh", "Scan undone"],
  "screen.steered": ["Điều khiển màn hình", "Screen steered"],
  "screen.saved": ["Lưu màn hình", "Screen saved"],
  "staff.saved": ["Lưu tài khoản", "Account saved"],
  "staff.signed_in": ["Đăng nhập", "Signed in"],
  "device.saved": ["Lưu thiết bị", "Device saved"],
  "device.enrolment_made": ["Cấp mã ghép nối", "Enrolment code made"],
  "device.signed_in": ["Thiết bị ghép nối", "Device enrolled"],
  "device.revoked": ["Thu hồi thiết bị", "Device revoked"],
  "delegate.signed_out": ["Đăng xuất điện thoại đại biểu", "Delegate signed out"],
};

export function actionText(action: string, language: Language): string {
  const known = ACTIONS[action];
  return known ? known[language === "vi" ? 0 : 1] : action;
}
