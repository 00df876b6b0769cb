import { texts } from "../shared/i18n.svelte.ts";
import type { Verdict } from "./deciding.ts";
import type { Answer } from "./ledger.ts";

type Text = readonly [vi: string, en: string];

/** The big word of each verdict, and the sentence that says what to do. */
const WORDS: Record<Verdict, Text> = {
  ok: ["Mời vào", "Welcome"],
  already_present: ["Đã có mặt", "Already present"],
  unknown_code: ["Mã không có trong danh sách", "Unknown code"],
  revoked: ["Thẻ đã bị thu hồi", "Badge revoked"],
  not_on_list: ["Không thuộc cửa này", "Not on this list"],
  suspended: ["Tư cách chưa được công nhận", "Credentials rejected"],
  replaced_by_alternate: ["Đã có người thay thế", "Replaced by an alternate"],
  outside_window: ["Chưa đến giờ điểm danh", "No sitting under way"],
  exit_without_entry: ["Ra, chưa có lượt vào", "Exit without entry"],
  ambiguous: ["Trùng nhiều người", "Several people match"],
  device_revoked: ["Cửa này đã bị ngừng", "This door was stopped"],
  unchecked: ["Đã ghi, chưa kiểm tra", "Recorded, not checked"],
};

const DOING: Record<Verdict, Text> = {
  ok: ["Đã ghi nhận. Mời đại biểu vào hội trường.", "Recorded. Please let them in."],
  already_present: [
    "Đã điểm danh trước đó. Đối chiếu người và thẻ; nếu đúng người thì mời vào.",
    "Checked in before. Compare person and badge; if they match, let them in.",
  ],
  unknown_code: [
    "Không cho vào bằng mã này. Tìm theo tên, hoặc mời qua bàn hướng dẫn.",
    "Not valid here. Find them by name, or send them to the desk.",
  ],
  revoked: [
    "Thẻ này đã được thay bằng thẻ mới. Giữ thẻ lại và mời qua bàn hướng dẫn.",
    "A newer badge replaced it. Keep this badge and send them to the desk.",
  ],
  not_on_list: [
    "Cửa này chỉ dành cho đại biểu. Hướng dẫn sang cửa dành cho khách.",
    "This door is for delegates. Show them the guests’ door.",
  ],
  suspended: [
    "Chưa cho vào. Mời gặp ban thẩm tra tư cách đại biểu.",
    "Do not let them in. Send them to the credentials board.",
  ],
  replaced_by_alternate: [
    "Đại biểu dự khuyết đã thay vị trí này. Mời gặp ban thẩm tra tư cách đại biểu.",
    "An alternate has taken this place. Send them to the credentials board.",
  ],
  outside_window: [
    "Hiện chưa có phiên họp nào. Xin đợi ban tổ chức bắt đầu phiên.",
    "No sitting is under way. Wait for the organisers to begin one.",
  ],
  exit_without_entry: [
    "Đã ghi lượt ra. Nếu đại biểu đang vào, hãy đổi chiều sang “Vào” rồi quét lại.",
    "The exit is recorded. If they are coming in, switch to “Entry” and scan again.",
  ],
  ambiguous: [
    "Mời qua bàn hướng dẫn để xác định đúng người.",
    "Send them to the desk to find out who this is.",
  ],
  device_revoked: [
    "Máy chủ không còn nhận thiết bị này. Báo ban tổ chức để có mã đăng ký mới; lượt quét vẫn được giữ.",
    "The server no longer takes this device. Ask the organisers for a new code; the scan is kept.",
  ],
  unchecked: [
    "Máy chưa có danh sách nên chưa kiểm tra được. Kiểm tra giấy tờ rồi hãy cho vào.",
    "This device has no roster to check by. Look at their papers before you let them in.",
  ],
};

const words = texts(WORDS);
const doing = texts(DOING);
// A welcome is not the same for everybody, and none at all on the way out.
const otherWords = texts({
  goodbye: ["Đã ghi lượt ra", "Exit recorded"],
  alternate: ["Mời vào – dự khuyết", "Welcome – alternate"],
  guest: ["Mời vào – khách", "Welcome – guest"],
});
const otherDoing = texts({
  goodbye: ["Khi quay lại, đại biểu cần quét thẻ ở chiều “Vào”.", "When they come back, they scan at “Entry” again."],
  alternate: [
    "Đã ghi nhận. Mời về khu vực đại biểu dự khuyết; chưa có quyền biểu quyết.",
    "Recorded. Show them the alternates’ seats; they do not vote.",
  ],
  guest: ["Đã ghi nhận. Mời về khu vực khách mời, báo chí.", "Recorded. Show them the seats of guests and press."],
});

function otherThanOk({ verdict, direction, card }: Answer): "goodbye" | "alternate" | "guest" | null {
  if (verdict !== "ok") return null;
  if (direction === "exit") return "goodbye";
  if (card?.kind === "alternate") return "alternate";
  return card?.kind === "guest" || card?.kind === "press" ? "guest" : null;
}

/** The big word of a verdict alone, in the reader's language. */
export const verdictWord = (verdict: Verdict): string => words(verdict);

/** The big word of an answer: it knows the direction and the kind of delegate. */
export function answerWord(answer: Answer): string {
  const key = otherThanOk(answer);
  return key === null ? words(answer.verdict) : otherWords(key);
}

/** What the door's staff should do now. */
export function answerDoing(answer: Answer): string {
  const key = otherThanOk(answer);
  return key === null ? doing(answer.verdict) : otherDoing(key);
}
