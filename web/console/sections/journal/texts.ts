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
  area: ["Chỉ xem", "Show"],
  "area.all": ["Tất cả", "Everything"],
  "area.polls": ["Biểu quyết", "Polls"],
  "area.programme": ["Chương trình, đại hội", "Programme and congress"],
  "area.roster": ["Đại biểu, thẻ, điểm danh", "Delegates, badges, check-in"],
  "area.documents": ["Tài liệu, chỉ tiêu", "Documents and targets"],
  "area.opinions": ["Ý kiến", "Opinions"],
  "area.screens": ["Màn hình", "Screens"],
  "area.access": ["Tài khoản, thiết bị", "Accounts and devices"],
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
