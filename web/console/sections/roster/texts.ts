import { numberText } from "../../../shared/format.ts";
import { texts } from "../../../shared/i18n.svelte.ts";
import type { CellError } from "./cells.ts";

export const t = texts({
  title: ["Đại biểu", "Delegates"],
  lead: [
    "Danh sách triệu tập: tìm đại biểu, cấp thẻ, quyết định tư cách.",
    "Who is summoned: find people, issue badges, decide credentials.",
  ],
  all: ["Danh sách đại biểu", "All delegates"],
  person: ["Đại biểu", "Delegate"],
  search: ["Tìm đại biểu", "Find a delegate"],
  search_hint: [
    "Tên, số đại biểu, đơn vị hoặc đoàn; không cần gõ dấu.",
    "Name, number, unit or delegation; tone marks are not needed.",
  ],
  any: ["Tất cả", "All"],
  shown: ["{count} người.", "{count} people."],
  shown_more: ["{count} người đầu tiên; còn nữa ở cuối danh sách.", "The first {count}; more at the end of the list."],
  none_found: ["Không tìm thấy ai", "Nobody found"],
  none_found_lead: [
    "Hãy bớt điều kiện lọc, hoặc tìm bằng một phần tên.",
    "Use fewer filters, or look for a part of the name.",
  ],
  show_all: ["Xem tất cả", "Show everybody"],
  empty: ["Chưa có đại biểu nào", "There are no delegates yet"],
  empty_lead: [
    "Hãy nhập danh sách triệu tập từ tệp Excel; nhập lại nhiều lần cũng không trùng.",
    "Import the list of those summoned from a spreadsheet; importing it again doubles nobody.",
  ],

  number: ["Số", "No."],
  name: ["Họ và tên", "Name"],
  delegation: ["Đoàn", "Delegation"],
  kind: ["Loại đại biểu", "Kind"],
  status: ["Tình trạng", "State"],
  basis: ["Diện", "Basis"],
  position: ["Chức vụ", "Position"],
  unit: ["Đơn vị", "Unit"],
  seat: ["Ghế", "Seat"],
  mandates: ["Số phiếu", "Mandates"],
  presence: ["Điểm danh", "Presence"],
  present: ["Có mặt", "Present"],
  absent: ["Chưa có mặt", "Not present"],
  badge: ["Thẻ", "Badge"],
  "badge.has": ["Đã cấp thẻ", "Issued"],
  "badge.none": ["Chưa có thẻ", "No badge"],
  pin: ["Mã PIN", "PIN"],
  "pin.has": ["Đã cấp", "Issued"],
  "pin.none": ["Chưa cấp", "None"],
  facts: ["Thông tin đại biểu", "About this delegate"],
  replaces: ["Thay thế", "Takes the place of"],
  replaces_link: ["Xem đại biểu được thay thế", "See who was replaced"],
  replaced_by: ["Được thay bởi", "Replaced by"],
  replaced_by_link: ["Xem đại biểu thay thế", "See who took the place"],
  "kind.official": ["Chính thức", "Official"],
  "kind.alternate": ["Dự khuyết", "Alternate"],
  "kind.guest": ["Khách mời", "Guest"],
  "kind.press": ["Báo chí", "Press"],
  "basis.ex_officio": ["Đương nhiên", "Ex officio"],
  "basis.elected": ["Bầu", "Elected"],
  "basis.appointed": ["Chỉ định", "Appointed"],
  "standing.present": ["Có mặt", "Present"],
  "standing.absent": ["Chưa có mặt", "Not present"],
  "standing.rejected": ["Không công nhận", "Not recognised"],
  "standing.replaced": ["Đã được thay thế", "Replaced"],
  "standing.no_badge": ["Chưa có thẻ", "No badge"],

  badge_phone: ["Thẻ và điện thoại", "Badge and phone"],
  "badge.has_lead": [
    "Đang có thẻ còn hiệu lực. Mất thẻ hoặc quên mã PIN: cấp lại thẻ.",
    "Holds a badge that works. Badge lost or PIN forgotten: reissue it.",
  ],
  "badge.none_lead": [
    "Chưa có thẻ còn hiệu lực nên chưa quét ở cửa và chưa đăng nhập được.",
    "Holds no badge that works, so there is no scan at a door and no sign-in.",
  ],
  issue: ["Cấp thẻ", "Issue a badge"],
  "issue.ask": ["Cấp thẻ cho {name}?", "Issue a badge to {name}?"],
  "issue.then": [
    "Mã QR và mã PIN mới chỉ hiện một lần; hãy chuẩn bị in.",
    "The new QR code and PIN are shown once; be ready to print.",
  ],
  reissue: ["Cấp lại thẻ", "Reissue the badge"],
  "reissue.ask": ["Cấp lại thẻ cho {name}?", "Reissue the badge of {name}?"],
  "reissue.then": [
    "Thẻ cũ mất hiệu lực ngay, điện thoại bị đăng xuất; mã QR và mã PIN mới chỉ hiện một lần.",
    "The old badge is worthless at once and the phone signed out; the new QR code and PIN are shown once.",
  ],
  revoke: ["Thu hồi thẻ", "Revoke the badge"],
  "revoke.ask": ["Thu hồi thẻ của {name}?", "Revoke the badge of {name}?"],
  "revoke.then": [
    "Quét ở cửa sẽ báo “thẻ đã thu hồi”, điện thoại bị đăng xuất. Muốn vào lại phải cấp thẻ mới.",
    "Doors answer “badge revoked”, the phone is signed out. To come in again a new badge is needed.",
  ],
  "revoke.done": ["Đã thu hồi thẻ của {name}.", "The badge of {name} is revoked."],
  phone_out: ["Đăng xuất điện thoại", "Sign the phone out"],
  "phone_out.ask": ["Đăng xuất điện thoại của {name}?", "Sign the phone of {name} out?"],
  "phone_out.then": [
    "Đại biểu phải đăng nhập lại bằng thẻ và mã PIN. Phiếu đã gửi không thay đổi.",
    "Badge and PIN are needed to sign in again. Ballots that were sent do not change.",
  ],
  "phone_out.done": ["Đã đăng xuất điện thoại của {name}.", "The phone of {name} is signed out."],

  issued: ["Thẻ mới", "The new badge"],
  "issued.once": [
    "Chỉ hiện lần này. Hãy in hoặc trao ngay; đóng lại là không xem được nữa.",
    "Shown this once. Print it or hand it over now; once closed it cannot be seen again.",
  ],
  "issued.qr": ["Mã QR trên thẻ của {name}", "The QR code on the badge of {name}"],
  "issued.number": ["Số đại biểu: {number}", "Delegate number: {number}"],
  "issued.pin": ["Mã PIN", "PIN"],
  "issued.apart": ["Cắt rời, trao riêng với thẻ.", "Cut off; hand it over apart from the badge."],
  "issued.print": ["In", "Print"],
  "issued.close": ["Đã trao, đóng lại", "Handed over, close"],

  credentials: ["Tư cách đại biểu", "Credentials"],
  "credentials.recognised": ["Được công nhận", "Recognised"],
  "credentials.rejected": ["Không công nhận", "Not recognised"],
  "credentials.recognised_lead": [
    "Tư cách được công nhận: được vào hội trường và biểu quyết nếu là đại biểu chính thức.",
    "Recognised: may enter, and vote if an official delegate.",
  ],
  "credentials.rejected_lead": [
    "Tư cách không được công nhận: không vào hội trường, không biểu quyết, không tính vào số triệu tập.",
    "Not recognised: neither enters nor votes, and does not count as summoned.",
  ],
  reject: ["Không công nhận", "Reject"],
  "reject.ask": ["Không công nhận tư cách của {name}?", "Reject the credentials of {name}?"],
  "reject.then": [
    "Đại biểu bị đăng xuất ngay, không vào hội trường, không biểu quyết và không tính vào số triệu tập.",
    "Signed out at once; neither enters nor votes, and does not count as summoned.",
  ],
  "reject.done": ["Đã ghi: không công nhận tư cách của {name}.", "{name} is not recognised."],
  recognise: ["Công nhận", "Recognise"],
  "recognise.ask": ["Công nhận tư cách của {name}?", "Recognise {name}?"],
  "recognise.then": [
    "Đại biểu được vào hội trường, được tính vào số triệu tập và biểu quyết nếu là đại biểu chính thức.",
    "May enter, counts as summoned, and votes if an official delegate.",
  ],
  "recognise.done": ["Đã công nhận tư cách của {name}.", "{name} is recognised."],
  "pick.search": ["Tìm đại biểu chính thức", "Find an official delegate"],
  "pick.search_hint": [
    "Để trống: đoàn {delegation}. Không cần gõ dấu.",
    "Empty: the delegation {delegation}. Tone marks are not needed.",
  ],
  "pick.nobody": ["Không có đại biểu chính thức nào phù hợp.", "No official delegate fits."],
  promote: ["Thay thế đại biểu chính thức", "Take the place of an official"],
  "promote.ask": ["{name} thay thế ai?", "Whose place does {name} take?"],
  "promote.whom": ["Đại biểu được thay thế", "Who is replaced"],
  "promote.whom_missing": ["Hãy chọn đại biểu được thay thế.", "Choose who is replaced."],
  "promote.then": [
    "{name} trở thành đại biểu chính thức. {replaced} bị đăng xuất, không vào hội trường và không biểu quyết nữa.",
    "{name} becomes an official delegate. {replaced} is signed out and neither enters nor votes any more.",
  ],
  "promote.done": ["{name} đã là đại biểu chính thức.", "{name} is an official delegate now."],
  absence: ["Ghi vắng có lý do", "Note an absence"],
  "absence.ask": ["{name} vắng có lý do", "{name} is excused"],
  "absence.then": [
    "Được tính là vắng có phép ở phiên này; không ghi thì tính là vắng không phép.",
    "Counts as excused at this sitting; whoever is absent without a note is unexcused.",
  ],
  "absence.sitting": ["Phiên họp", "Sitting"],
  "absence.no_sitting": ["Chưa có phiên họp nào trong chương trình.", "There is no sitting on the programme yet."],
  "absence.done": ["Đã ghi: {name} vắng có lý do.", "{name} is noted as excused."],

  import: ["Nhập danh sách", "Import a list"],
  "import.lead": [
    "Tệp được kiểm tra trước, chưa ghi gì; có một ô sai là chưa nhập được.",
    "The file is checked first and nothing is written; with a single wrong cell nothing is imported.",
  ],
  "import.choose": ["Chọn tệp Excel (.xlsx), .ods hoặc .csv", "Choose a file: Excel (.xlsx), .ods or .csv"],
  "import.columns": [
    "Hàng đầu là tên cột. Bắt buộc: {columns}. Các cột khác không bắt buộc; cột lạ được bỏ qua.",
    "The first row names the columns. Needed: {columns}. Others are optional; unknown ones are left out.",
  ],
  "import.file": ["Chọn tệp", "Choose a file"],
  "import.other_file": ["Chọn tệp khác", "Choose another file"],
  "import.template": ["Tải tệp mẫu", "Download a template"],
  "import.template_name": ["danh-sach-dai-bieu-mau.csv", "delegates-template.csv"],
  "import.sending": ["Đang gửi tệp: {percent} %", "Sending the file: {percent} %"],
  "import.checking": ["Đang kiểm tra từng ô…", "Checking every cell…"],
  "import.wrong": ["{count} ô cần sửa; chưa nhập gì.", "{count} cells need mending; nothing was imported."],
  "import.wrong_lead": [
    "Hãy sửa trong tệp, lưu lại rồi chọn tệp lần nữa.",
    "Mend them in the file, save it, and choose it again.",
  ],
  "import.wrong_cells": ["Các ô cần sửa", "Cells to mend"],
  "import.more_wrong": ["… và {count} ô khác.", "… and {count} more."],
  "import.row": ["Hàng", "Row"],
  "import.empty_cell": ["(trống)", "(empty)"],
  "import.good": ["Tệp đúng, sẵn sàng nhập", "The file is right and ready to be imported"],
  "import.same": ["Danh sách đã khớp với tệp, không có gì để nhập", "The roster agrees with the file already"],
  "import.added": ["Thêm mới", "Added"],
  "import.changed": ["Thay đổi", "Changed"],
  "import.unchanged": ["Giữ nguyên", "Unchanged"],
  "import.missing": [
    "Có trong danh sách nhưng không có trong tệp, vẫn giữ nguyên: {numbers}.",
    "On the roster but not in the file, and left alone: {numbers}.",
  ],
  "import.changes": ["Thay đổi", "What changes"],
  "import.more_changes": ["… và {count} người khác.", "… and {count} more people."],
  "import.act": ["Nhập danh sách", "Import the list"],
  "import.ask": ["Nhập danh sách từ “{file}”?", "Import “{file}”?"],
  "import.then": [
    "Thêm {added}, thay đổi {changed}, giữ nguyên {unchanged} người. Không ai bị xóa; thẻ và PIN đã cấp vẫn dùng được.",
    "{added} are added, {changed} changed, {unchanged} stay. Nobody is deleted; badges and PINs keep working.",
  ],
  "import.done": [
    "Đã nhập: thêm {added}, thay đổi {changed}, giữ nguyên {unchanged} người.",
    "Imported: {added} added, {changed} changed, {unchanged} unchanged.",
  ],
  "import.then_badges": ["Tiếp theo: cấp thẻ", "Next: issue badges"],
  mapping: ["Cột nào trong tệp?", "Which column is it?"],
  "mapping.lead": [
    "Chọn cột trong tệp ứng với từng cột còn thiếu, rồi kiểm tra lại.",
    "Choose the column of the file for each that is missing, and check again.",
  ],
  "mapping.none": ["Chưa chọn", "Not chosen"],
  "mapping.try": ["Kiểm tra lại", "Check again"],

  "fault.too_large": ["Tệp lớn hơn 20 MB. Hãy bỏ ảnh và các trang tính khác.", "It is larger than 20 MB. Take out pictures and other sheets."],
  "fault.old_format": ["Định dạng cũ hoặc không phải bảng tính. Hãy lưu thành .xlsx.", "An old format, or no spreadsheet. Save it as .xlsx."],
  "fault.protected": ["Tệp có mật khẩu. Hãy lưu một bản không đặt mật khẩu.", "It asks for a password. Save a copy without one."],
  "fault.broken": ["Tệp bị hỏng. Hãy mở bằng Excel rồi lưu lại thành .xlsx.", "It is broken. Open it in Excel and save it as .xlsx again."],
  "fault.not_utf8": ["Tệp CSV không phải UTF-8. Hãy lưu kiểu “CSV UTF-8” hoặc .xlsx.", "The CSV is not UTF-8. Save it as “CSV UTF-8” or .xlsx."],
  "fault.not_csv": ["Không phải bảng tính cũng không phải CSV. Hãy lưu thành .xlsx.", "Neither a spreadsheet nor CSV. Save it as .xlsx."],
  "fault.empty": ["Bảng trống. Danh sách phải ở trang tính đầu tiên.", "The table is empty. The list has to be on the first sheet."],
  "fault.too_many_rows": ["Quá 20.000 hàng. Hãy kiểm tra các hàng thừa ở cuối.", "More than 20,000 rows. Look for superfluous ones at the end."],
  "fault.column_twice": ["Hai cột cùng nghĩa “{columns}”: {headers}. Hãy bỏ hoặc đổi tên một cột.", "Two columns mean “{columns}”: {headers}. Remove or rename one."],
  "fault.columns_missing": ["Thiếu cột: {columns}.", "Missing columns: {columns}."],

  "cell.missing": ["Không được để trống", "Must not be empty"],
  "cell.unknown_value": ["Chỉ nhận: {expected}", "One of: {expected}"],
  "cell.not_a_number": ["Cần một số nguyên", "Has to be a whole number"],
  "cell.out_of_range": ["Cần từ {least} đến {most}", "Has to be {least} to {most}"],
  "cell.too_long": ["Dài quá {least} ký tự", "Longer than {least} characters"],
  "cell.control_character": ["Có ký tự lạ; hãy gõ lại ô này", "Holds a strange character; type it anew"],
  "cell.duplicate": ["Trùng với hàng {row}", "The same as in row {row}"],
  "cell.contradiction": ["Ở hàng {row}, đoàn này tên là “{expected}”", "In row {row} this delegation is called “{expected}”"],

  "column.number": ["Số đại biểu", "number"],
  "column.full_name": ["Họ và tên", "full_name"],
  "column.kind": ["Loại đại biểu", "kind"],
  "column.delegation_code": ["Mã đoàn", "delegation_code"],
  "column.delegation": ["Đoàn đại biểu", "delegation"],
  "column.basis": ["Diện", "basis"],
  "column.unit": ["Đơn vị", "unit"],
  "column.position": ["Chức vụ", "position"],
  "column.officer_kind": ["Loại hình cán bộ", "officer_kind"],
  "column.sector": ["Khu vực", "sector"],
  "column.education": ["Trình độ", "education"],
  "column.birth_year": ["Năm sinh", "birth_year"],
  "column.gender": ["Giới tính", "gender"],
  "column.discussion_group": ["Tổ thảo luận", "discussion_group"],
  "column.seat": ["Ghế", "seat"],
  "column.mandates": ["Số phiếu", "mandates"],
  "column.ethnicity": ["Dân tộc", "ethnicity"],
  "column.religion": ["Tôn giáo", "religion"],
  "column.party_member": ["Đảng viên", "party_member"],

  badges: ["Cấp thẻ", "Issue badges"],
  "badges.lead": [
    "Thẻ in theo đoàn, phiếu PIN ở các trang riêng. Mỗi mã chỉ in được một lần.",
    "Badges by delegation, PIN slips on pages of their own. Every code can be printed once.",
  ],
  "badges.count": ["{badges} / {people} người đã có thẻ", "{badges} of {people} people hold a badge"],
  "badges.missing": ["Còn {count} người chưa có thẻ.", "{count} people have none."],
  "badges.all": ["Mọi người đã có thẻ.", "Everybody holds a badge."],
  "badges.issue": ["Cấp {count} thẻ còn thiếu", "Issue the {count} that are missing"],
  "badges.who": ["Xem ai chưa có thẻ", "See who has none"],
  "badges.ask": ["Cấp {count} thẻ và in ra PDF?", "Issue {count} badges as a PDF?"],
  "badges.then": [
    "Mã QR và PIN chỉ có trong tệp PDF này, máy chủ không giữ lại. Hãy lưu tệp, in xong thì xóa.",
    "QR codes and PINs are in this PDF alone; the server keeps none. Save it, print it, then delete it.",
  ],
  "badges.act": ["Cấp thẻ và tải PDF", "Issue and download"],
  "badges.done": ["Đã cấp thẻ.", "The badges are issued."],
  "badges.lost": [
    "Làm mất tệp in hoặc một thẻ: mở từng đại biểu và cấp lại thẻ; thẻ cũ mất hiệu lực.",
    "If the print or a badge is lost: open the delegate and reissue; the old badge is worthless then.",
  ],
  "badges.print_once": [
    "Tệp PDF vừa được tải xuống. Hãy mở ra kiểm tra trước khi rời trang này: đây là bản duy nhất.",
    "The PDF has been downloaded. Open it before you leave this page: it is the only copy.",
  ],
  "badges.file": ["the-dai-bieu.pdf", "badges.pdf"],
  "badges.again": ["Tải lại tệp PDF", "Download the PDF again"],
  "badges.empty_lead": ["Hãy nhập danh sách đại biểu trước, rồi cấp thẻ.", "Import the roster first, then issue badges."],

  report: ["Báo cáo thẩm tra", "Credentials report"],
  "report.lead": [
    "Cơ cấu đại biểu chính thức được công nhận, để ban thẩm tra báo cáo trước đại hội.",
    "The composition of the official delegates who are recognised, for the board's report.",
  ],
  "report.reload": ["Tính lại", "Count again"],
  "report.empty": ["Chưa có đại biểu chính thức", "There are no official delegates yet"],
  "report.empty_lead": ["Nhập danh sách đại biểu, báo cáo được tính ngay.", "Import the roster; the report is counted at once."],
  "report.delegates": ["{count} đại biểu chính thức", "{count} official delegates"],
  "report.ages": ["Trẻ nhất {youngest} tuổi, cao tuổi nhất {oldest} tuổi.", "The youngest is {youngest}, the oldest {oldest}."],
  "report.basis": ["Theo diện", "By basis"],
  "report.gender": ["Theo giới tính", "By gender"],
  "report.age": ["Theo độ tuổi", "By age"],
  "report.officer_kind": ["Theo loại hình cán bộ", "By kind of officer"],
  "report.sector": ["Theo khu vực", "By sector"],
  "report.education": ["Theo trình độ", "By education"],
  "report.sensitive": ["Dân tộc, tôn giáo, đảng viên", "Ethnicity, religion, party membership"],
  "report.sensitive_lead": [
    "Chỉ là con số chung; nhóm dưới 3 người không hiện, để không ai bị nhận ra.",
    "Sums only; groups under three are not shown, so that nobody can be recognised.",
  ],
  "report.ethnicity": ["Dân tộc", "Ethnicity"],
  "report.religion": ["Tôn giáo", "Religion"],
  "report.party_member": ["Đảng viên", "Party members"],
  "report.count": ["Số đại biểu", "Delegates"],
  "report.hidden": ["Không có nhóm nào đủ lớn để hiện.", "No group is large enough to be shown."],
  "report.unknown": ["Chưa ghi", "Not recorded"],
  "gender.female": ["Nữ", "Women"],
  "gender.male": ["Nam", "Men"],
  "party.True": ["Đảng viên", "Members"],
  "party.False": ["Chưa là đảng viên", "Not members"],
});

/** The columns of a roster, the needed ones first. */
export const COLUMNS = [
  "number",
  "full_name",
  "kind",
  "delegation_code",
  "delegation",
  "basis",
  "unit",
  "position",
  "officer_kind",
  "sector",
  "education",
  "birth_year",
  "gender",
  "discussion_group",
  "seat",
  "mandates",
  "ethnicity",
  "religion",
  "party_member",
] as const;
type Column = (typeof COLUMNS)[number];

/** The header of a column; what is none is shown as it is. */
export function columnText(column: string): string {
  return COLUMNS.includes(column as Column) ? t(`column.${column as Column}`) : column;
}

/** What is wrong with a cell, and what would do. */
export function cellText({ code, message, expected = [], other_row }: CellError): string {
  const [least = "", most = ""] = expected.map((one) => (/^\d+$/.test(one) ? numberText(Number(one)) : one));
  const facts = {
    expected: expected.join(", "),
    least,
    most,
    row: other_row ?? "",
  };
  switch (code) {
    case "missing":
    case "unknown_value":
    case "not_a_number":
    case "out_of_range":
    case "too_long":
    case "control_character":
    case "duplicate":
    case "contradiction":
      return t(`cell.${code}`, facts);
    default:
      return message;
  }
}

/** Why a file as a whole was not read, and what to do; empty for what is nothing of the kind. */
export function faultText(fault: string, facts: { columns: string; headers: string }): string {
  switch (fault) {
    case "too_large":
    case "old_format":
    case "protected":
    case "broken":
    case "not_utf8":
    case "not_csv":
    case "empty":
    case "too_many_rows":
    case "column_twice":
    case "columns_missing":
      return t(`fault.${fault}`, facts);
    default:
      return "";
  }
}

/** How the report calls its cells. */
export const plainText = (cell: string): string => cell || t("report.unknown");
export const basisText = (cell: string): string =>
  cell === "ex_officio" || cell === "elected" || cell === "appointed" ? t(`basis.${cell}`) : plainText(cell);
export const genderText = (cell: string): string =>
  cell === "female" || cell === "male" ? t(`gender.${cell}`) : plainText(cell);
export const partyText = (cell: string): string =>
  cell === "True" || cell === "False" ? t(`party.${cell}`) : plainText(cell);
