import { spoken } from "../../../shared/i18n.svelte.ts";

type Pair = readonly [vi: string, en: string];

/** The closed lists that facts are taken from, as people call what is in them; a word that is not here is shown as it is. */
const WORDS: Record<string, Pair> = {
  // Who somebody of the staff is, and what a device is for.
  organiser: ["Ban tổ chức", "organiser"],
  chair: ["Đoàn chủ tịch", "chair"],
  secretary: ["Đoàn thư ký", "secretary"],
  teller: ["Ban kiểm phiếu", "teller"],
  credentials: ["Ban thẩm tra", "credentials board"],
  door: ["Cửa điểm danh", "door"],
  screen: ["Màn hình", "screen"],
  // What a screen shows.
  auto: ["tự động", "automatic"],
  welcome: ["chào mừng", "welcome"],
  agenda: ["chương trình", "programme"],
  presence: ["điểm danh", "presence"],
  poll: ["biểu quyết", "poll"],
  page: ["trang tài liệu", "page"],
  speaker: ["người phát biểu", "speaker"],
  message: ["dòng chữ", "message"],
  black: ["tắt hình", "black"],
  // What a delegate is.
  official: ["chính thức", "official"],
  alternate: ["dự khuyết", "alternate"],
  guest: ["khách mời", "guest"],
  press: ["báo chí", "press"],
  recognised: ["được công nhận", "recognised"],
  rejected: ["không công nhận", "rejected"],
  // Scans.
  entry: ["vào", "in"],
  exit: ["ra", "out"],
  // Answers to opinions.
  accepted: ["tiếp thu", "accepted"],
  partly: ["tiếp thu một phần", "accepted in part"],
  explained: ["giải trình", "explained"],
  // Steps of polls, items and sittings.
  draft: ["bản nháp", "draft"],
  announced: ["đã công bố nội dung", "announced"],
  open: ["đang mở", "open"],
  closed: ["đã kết thúc", "closed"],
  published: ["đã công bố", "published"],
  annulled: ["đã hủy", "annulled"],
  recorded: ["công khai", "recorded"],
  secret: ["bỏ phiếu kín", "secret"],
  strict: ["hủy khóa trước khi mở", "key destroyed before opening"],
  attended: ["giữ khóa đến khi đóng", "key kept until closing"],
  turnout: ["hiện số phiếu", "turnout is shown"],
  hidden: ["không hiện gì", "nothing is shown"],
  running: ["hiện kết quả đang chạy", "running"],
  present: ["có mặt", "present"],
  all_official: ["mọi đại biểu chính thức", "all official delegates"],
  planned: ["chưa diễn ra", "planned"],
  current: ["đang diễn ra", "current"],
  done: ["đã xong", "done"],
  True: ["có", "yes"],
  False: ["không", "no"],
  true: ["có", "yes"],
  false: ["không", "no"],
};

/** Facts that somebody wrote: a name is not taken for a word of a list. */
const WRITTEN = new Set(["name", "title", "title_vi", "title_en", "text", "reason", "theme", "login", "file", "code"]);

/** The value of a fact as people read it. */
export function valueText(fact: string, value: string): string {
  const known = WRITTEN.has(fact) ? undefined : WORDS[value];
  return known ? spoken(...known) : value;
}
