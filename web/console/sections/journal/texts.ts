import { texts } from "../../../shared/i18n.svelte.ts";

export const t = texts({
  title: ["Nhật ký", "Journal"],
  lead: [
    "Mọi thao tác điều hành: ai, lúc nào, việc gì, trước và sau. Không ai sửa hay xóa được.",
    "Every control action: who, when, what, before and after. Nobody can change or delete it.",
  ],
  verify: ["Kiểm tra chuỗi", "Verify the chain"],
  "verify.good": [
    "Chuỗi nhật ký nguyên vẹn: đã kiểm {count} mục.",
    "The chain holds: {count} entries were verified.",
  ],
  "verify.bad": [
    "Nhật ký đã bị can thiệp. Hãy giữ nguyên máy chủ và báo ngay đoàn chủ tịch.",
    "The journal has been tampered with. Leave the server as it is and tell the chair at once.",
  ],
  table: ["Các mục nhật ký", "Entries"],
  number: ["Số", "No."],
  at: ["Lúc", "When"],
  who: ["Người thực hiện", "Who"],
  what: ["Việc", "What"],
  changed: ["Thay đổi", "What changed"],
  system: ["Hệ thống", "System"],
  "empty.title": ["Nhật ký còn trống", "Nothing yet"],
  "empty.lead": ["Thao tác đầu tiên sẽ hiện ở đây.", "The first control action will stand here."],
  nothing: ["trống", "empty"],
  newer: ["Có mục mới. Tải lại", "There are newer entries. Reload"],
});

/** Actions as people call them; one that is not named here is shown by its own name. */
const ACTIONS: Record<string, readonly [vi: string, en: string]> = {
  "poll.prepared": ["Soạn biểu quyết", "Poll prepared"],
  "poll.announced": ["Công bố biểu quyết", "Poll announced"],
  "poll.open": ["Mở biểu quyết", "Poll opened"],
  "poll.closed": ["Kết thúc biểu quyết", "Poll closed"],
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

export function actionText(action: string, language: "vi" | "en"): string {
  const known = ACTIONS[action];
  return known ? known[language === "vi" ? 0 : 1] : action;
}
