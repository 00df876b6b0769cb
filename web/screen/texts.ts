import { texts, type Texts } from "../shared/i18n.svelte.ts";

const catalogue = {
  "title": ["Màn hình", "Screen"],
  "enrol.title": ["Ghép nối màn hình", "Enrol this screen"],
  "enrol.lead": [
    "Lấy mã ở bàn điều hành: Tài khoản → Thêm thiết bị → Cấp mã ghép nối. Mã chỉ dùng một lần, trong một giờ.",
    "Get the code at the console: Accounts → Add a device → Issue a code. It works once, within an hour.",
  ],
  "enrol.code": ["Mã ghép nối", "Enrolment code"],
  "enrol.send": ["Ghép nối", "Enrol"],
  "enrol.sending": ["Đang ghép nối…", "Enrolling…"],
  "enrol.wrong_role": [
    "Mã này của cửa điểm danh. Hãy lấy mã của một màn hình.",
    "This code is for a door. Get one for a screen.",
  ],
  "connecting": ["Đang kết nối…", "Connecting…"],
  "lost": ["Mất kết nối, đang tự kết nối lại", "Connection lost, reconnecting by itself"],
  "preview.signed_out": ["Bàn điều hành chưa đăng nhập.", "The console is not signed in."],
  "plate.screen": ["Màn hình {name}", "Screen {name}"],
  "plate.device": ["Thiết bị {name}", "Device {name}"],
  "plate.keys": ["F: toàn màn hình", "F: full screen"],
  "refused.hint": [
    "Thiết bị này xin hiển thị màn hình “{name}”. Chọn màn hình khác bằng địa chỉ …/screen?name=main",
    "This device asks for the screen “{name}”. Choose another by its address …/screen?name=main",
  ],
  "announcement": ["Thông báo", "Announcement"],
  "agenda.now": ["Đang diễn ra", "Now"],
  "agenda.done": ["Đã xong", "Done"],
  "speaker.kicker": ["Phát biểu", "Speaking"],
  "speaker.left": ["Thời gian còn lại", "Time left"],
  "speaker.over": ["Quá thời gian", "Overtime"],
  "presence.title": ["Đại biểu có mặt", "Delegates present"],
  "presence.of": ["trên {summoned} đại biểu được triệu tập", "of {summoned} delegates summoned"],
  "presence.line": ["Cần có {needed}", "{needed} needed"],
  "presence.delegations": ["Các đoàn đại biểu", "Delegations"],
  "poll.number": ["Biểu quyết số {number}", "Vote no. {number}"],
  "poll.questions": ["{count} nội dung trên một phiếu", "{count} questions on one ballot"],
  "poll.announced": ["Chuẩn bị biểu quyết", "Voting begins soon"],
  "poll.open": ["Đang biểu quyết", "Voting now"],
  "poll.closed": ["Đã kết thúc biểu quyết", "Voting is over"],
  "poll.annulled": ["Đã hủy kết quả biểu quyết", "This vote is annulled"],
  "poll.wait": ["Mời đại biểu mở điện thoại và chờ hiệu lệnh của chủ tọa", "Please have your phone ready"],
  "poll.vote": ["Mời đại biểu biểu quyết trên điện thoại", "Please vote on your phone"],
  "poll.counting": ["Chờ công bố kết quả", "Waiting for the result"],
  "poll.reason": ["Lý do: {reason}", "Reason: {reason}"],
  "poll.left": ["Còn lại", "Left"],
  "poll.length": ["Thời gian biểu quyết", "Time to vote"],
  "poll.turnout": ["Đã biểu quyết", "Have voted"],
  "result.root": ["Mã gốc của mọi lá phiếu", "Root of all ballots"],
  "poll.papers": ["Phiếu kín đã phát", "Secret papers given out"],
  "poll.key": ["Khóa của cuộc bỏ phiếu", "Key of this poll"],
  "poll.secret": ["Bỏ phiếu kín", "Secret ballot"],
  "result.kicker": ["Kết quả biểu quyết", "Result"],
  "result.method": ["Quy tắc: {rule}", "Rule: {rule}"],
  "result.rule": ["Thông qua khi {rule}", "Adopted when {rule}"],
  "result.needed": ["cần ít nhất {needed}", "at least {needed} needed"],
  "result.ballots": ["Phiếu thu về: {turnout}", "Ballots: {turnout}"],
  "result.blank": ["Phiếu trắng: {number}", "Blank: {number}"],
  "result.question": ["Nội dung", "Question"],
  "result.chosen": ["Kết quả", "Result"],
  "result.conclusion": ["Kết luận", "Conclusion"],
  "page.of": ["Trang {page}/{pages}", "Page {page} of {pages}"],
  "pages.at": ["{page}/{pages}", "{page}/{pages}"],
} as const satisfies Texts;

type Key = keyof typeof catalogue;

/** A text in the language of whoever sets the screen up. */
export const t = texts(catalogue);

/** A text for the hall, which reads both languages at once: `[Vietnamese, English]`. */
export function both(key: Key, values: Record<string, string | number> = {}): [vi: string, en: string] {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  const [vi, en] = catalogue[key];
  return [fill(vi), fill(en)];
}
