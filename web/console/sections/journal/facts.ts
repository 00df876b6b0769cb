import { spoken } from "../../../shared/i18n.svelte.ts";

type Pair = readonly [vi: string, en: string];

/** The facts of entries as people call them; one that is not named here is shown by its own name. */
const FACTS: Record<string, Pair> = {
  added: ["thêm mới", "added"],
  at: ["lúc", "at"],
  badges: ["số thẻ", "badges"],
  changed: ["thay đổi", "changed"],
  code: ["mã", "code"],
  credentials: ["tư cách", "credentials"],
  direction: ["chiều", "direction"],
  disabled: ["bị khóa", "disabled"],
  ends_at: ["đến", "until"],
  file: ["tệp", "file"],
  item: ["nội dung", "item"],
  items: ["nội dung chương trình", "agenda items"],
  kind: ["loại", "kind"],
  login: ["tên đăng nhập", "login"],
  minutes: ["số phút", "minutes"],
  missing: ["không có trong tệp", "not in the file"],
  name: ["tên", "name"],
  number: ["số", "number"],
  page: ["trang", "page"],
  pages: ["số trang", "pages"],
  paper: ["nội dung phiếu", "paper"],
  position: ["thứ tự", "position"],
  presenter: ["người trình bày", "presenter"],
  reason: ["lý do", "reason"],
  replaces: ["thay đại biểu số", "in place of no."],
  revoked: ["đã thu hồi", "revoked"],
  role: ["vai trò", "role"],
  sign_ins: ["lượt đăng nhập", "sign-ins"],
  sitting: ["phiên", "sitting"],
  starts_at: ["từ", "from"],
  state: ["trạng thái", "state"],
  text: ["nội dung", "text"],
  theme: ["nhóm", "group"],
  title: ["tên", "title"],
  title_vi: ["tên", "title"],
  title_en: ["tên tiếng Anh", "title in English"],
  verdict: ["kết quả quét", "verdict"],
  version: ["bản", "version"],
};

/** What entries are about, by the word before the slash of a subject. */
const SUBJECTS: Record<string, Pair> = {
  badges: ["Thẻ đại biểu", "Badges"],
  congress: ["Đại hội", "Congress"],
  delegate: ["Đại biểu", "Delegate"],
  device: ["Thiết bị", "Device"],
  document: ["Tài liệu", "Document"],
  item: ["Nội dung", "Item"],
  opinion: ["Ý kiến của", "Opinion of"],
  poll: ["Biểu quyết", "Poll"],
  roster: ["Danh sách đại biểu", "Roster"],
  scan: ["Lượt quét", "Scan"],
  screen: ["Màn hình", "Screen"],
  sitting: ["Phiên", "Sitting"],
  staff: ["Tài khoản", "Account"],
  target: ["Chỉ tiêu", "Target"],
};

export function factText(name: string): string {
  const known = FACTS[name];
  return known ? spoken(...known) : name;
}

/** "Đại biểu: Trần Minh Khang". What has no name goes by what follows the slash, unless that is an id. */
export function subjectText(subject: string, name: string): string {
  const [kind = "", rest = ""] = subject.split("/");
  const known = SUBJECTS[kind];
  const what = known ? spoken(...known) : kind;
  const which = name || (rest.length < 30 ? rest : "");
  return which ? `${what}: ${which}` : what;
}
