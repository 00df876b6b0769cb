import { spoken } from "../../../shared/i18n.svelte.ts";

type Pair = readonly [vi: string, en: string];

/** The facts of entries as people call them; one that is not named here is shown by its own name. */
const FACTS: Record<string, Pair> = {
  added: ["thêm mới", "added"],
  at: ["lúc", "at"],
  badges: ["số thẻ", "badges"],
  ballots: ["số phiếu thu về", "ballots"],
  changed: ["thay đổi", "changed"],
  checkpoint: ["mã gốc đã ký", "signed root"],
  closes_at: ["tự kết thúc lúc", "closes at"],
  code: ["mã", "code"],
  credentials: ["tư cách", "credentials"],
  delegate_numbers: ["riêng các đại biểu số", "only delegates no."],
  delegation: ["đoàn", "delegation"],
  delegation_codes: ["riêng các đoàn", "only delegations"],
  direction: ["chiều", "direction"],
  disabled: ["bị khóa", "disabled"],
  electorate: ["số người biểu quyết", "voters"],
  electorate_kind: ["người biểu quyết", "who votes"],
  ends_at: ["đến", "until"],
  entitled: ["số phiếu được triệu tập", "mandates summoned"],
  file: ["tệp", "file"],
  had_quorum: ["đủ điều kiện", "quorum"],
  holder: ["đại biểu nhận ủy quyền số", "held by no."],
  item: ["nội dung", "item"],
  items: ["nội dung chương trình", "agenda items"],
  key: ["khóa phiếu kín", "key of the papers"],
  key_destroyed: ["đã hủy khóa", "key destroyed"],
  kind: ["loại", "kind"],
  late_arrivals: ["nhận người đến sau", "late arrivals"],
  login: ["tên đăng nhập", "login"],
  mandates: ["số phiếu biểu quyết", "mandates"],
  minutes: ["số phút", "minutes"],
  mode: ["cách giữ kín", "mode of secrecy"],
  missing: ["không có trong tệp", "not in the file"],
  most_proxies: ["mỗi người nhận tối đa", "proxies one may hold"],
  name: ["tên", "name"],
  number: ["số", "number"],
  page: ["trang", "page"],
  pages: ["số trang", "pages"],
  paper: ["nội dung phiếu", "paper"],
  papers: ["phiếu kín đã phát", "papers given out"],
  people: ["số người", "people"],
  papers_until: ["phát phiếu đến", "papers until"],
  position: ["thứ tự", "position"],
  present: ["số phiếu có mặt", "mandates present"],
  presenter: ["người trình bày", "presenter"],
  reason: ["lý do", "reason"],
  represented: ["được biểu quyết thay", "represented"],
  replaces: ["thay đại biểu số", "in place of no."],
  revoked: ["đã thu hồi", "revoked"],
  result: ["kết quả", "result"],
  role: ["vai trò", "role"],
  seconds: ["số giây", "seconds"],
  secrecy: ["hình thức", "form"],
  secret_mode: ["cách giữ kín", "mode of secrecy"],
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
  voids: ["phiếu kín trả lại không dùng", "papers given back"],
  version: ["bản", "version"],
  visibility: ["trong lúc biểu quyết", "while open"],
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
