import { texts } from "../shared/i18n.svelte.ts";

export const t = texts({
  title: ["Kiểm phiếu độc lập", "Independent recount"],
  page_title: ["Kiểm phiếu độc lập · Diên Hồng", "Independent recount · Diên Hồng"],
  lead: [
    "Ai cũng đếm lại được một cuộc bỏ phiếu kín đã công bố, không cần tài khoản và không cần tin máy chủ của đại hội.",
    "Anybody can count a published secret poll again, without an account and without trusting the congress's server.",
  ],
  insecure: [
    "Trang này cần kết nối an toàn (HTTPS) để trình duyệt kiểm tra được chữ ký.",
    "This page needs a secure connection (HTTPS), or the browser cannot check signatures.",
  ],

  "file.title": ["Tệp hòm phiếu", "The urn's file"],
  "file.choose": ["Chọn tệp hòm phiếu", "Choose the urn's file"],
  "file.other": ["Chọn tệp khác", "Choose another file"],
  "file.drop": ["Hoặc kéo tệp vào trang này.", "Or drop it on this page."],
  "file.stays": [
    "Tệp không rời khỏi máy này: mọi việc kiểm tra diễn ra ngay trong trình duyệt, kể cả khi đã ngắt mạng.",
    "The file does not leave this device: everything is checked in the browser, also without a network.",
  ],
  "file.drop_here": ["Thả tệp ra để kiểm", "Drop the file to count it"],

  "how.title": ["Trang này để làm gì?", "What is this page for?"],
  "how.1": [
    "Xin tệp “hom-phieu-….json” của cuộc bỏ phiếu: ban tổ chức tải về ở trang kết quả, đại biểu nào cũng bấm được “Lưu hòm phiếu” trên điện thoại.",
    "Ask for the poll's file “hom-phieu-….json”: organisers save it where the result is, and so can every delegate with “Save the urn”.",
  ],
  "how.2": [
    "Trang này kiểm từng chữ ký trên từng lá phiếu, tìm phiếu lặp, đếm lại tất cả và so với kết quả đã công bố.",
    "This page checks each signature on each ballot, looks for ballots that are there twice, counts them all and compares with what was published.",
  ],
  "how.3": [
    "Sau cùng, so mã gốc với mã trên màn hình hội trường: chỉ khi trùng, tệp mới là của đúng cuộc bỏ phiếu ấy.",
    "At last compare the root with the one on the hall's screen: only if they are the same, the file is of that very poll.",
  ],

  "counting.reading": ["Đang đọc tệp…", "Reading the file…"],
  "counting.now": ["Đang kiểm {ballots} lá phiếu…", "Checking {ballots} ballots…"],
  "counting.percent": ["{percent} %", "{percent} %"],
  "counting.stop": ["Dừng", "Stop"],

  "bad.too_big": ["Tệp lớn hơn {most}: không phải tệp hòm phiếu.", "The file is larger than {most}: no urn is."],
  "bad.unreadable": ["Trình duyệt không đọc được tệp này. Xin chọn lại.", "The browser cannot read this file. Choose it again."],
  "bad.not_json": [
    "Đây không phải tệp hòm phiếu, hoặc tệp bị hỏng khi tải về. Xin lấy lại tệp.",
    "This is not the file of an urn, or it was damaged on its way. Get it again.",
  ],
  "bad.format": [
    "Tệp này thuộc loại khác, không phải tệp hòm phiếu của Diên Hồng.",
    "This file is of another kind, not the urn of a poll.",
  ],
  "bad.version": [
    "Tệp được ghi theo phiên bản khác. Xin mở trang kiểm phiếu của máy chủ đã ghi tệp.",
    "The file is of another version. Open this page on the server that wrote it.",
  ],
  "bad.shape": [
    "Tệp thiếu hoặc sai phần “{part}”: không kiểm được. Xin lấy lại tệp.",
    "The file lacks “{part}”, or it is not as it should be: it cannot be checked. Get it again.",
  ],

  "verdict.holds": [
    "Khớp. Đã kiểm {ballots} lá phiếu: chữ ký đúng, không phiếu nào lặp, đếm lại đúng như kết quả trong tệp.",
    "It holds. {ballots} ballots: signatures are right, none is there twice, and the count is the result in the file.",
  ],
  "verdict.wrong": ["KHÔNG khớp: {what}.", "It does NOT hold: {what}."],
  "verdict.wrong_why": [
    "Tệp đã bị sửa, hoặc kết quả công bố sai. Xin lấy lại tệp từ một người khác; nếu vẫn không khớp, báo Ban kiểm phiếu và giữ tệp này.",
    "The file was changed, or the published result is wrong. Get the file from somebody else; if it still does not hold, tell the tellers and keep this file.",
  ],
  "verdict.cannot": ["Không kiểm được tệp này: {why}", "This file could not be checked: {why}"],

  "poll.number": ["Cuộc số {number}", "Poll {number}"],
  "poll.says": ["Theo tệp, đây là:", "The file says that this is:"],

  "compare.title": ["So với màn hình hội trường", "Compare with the hall's screen"],
  "compare.why": [
    "Tệp chỉ là của cuộc bỏ phiếu thật nếu mã gốc dưới đây trùng từng ký tự với mã trên màn hình, bên cạnh kết quả. Mã khác là tệp khác, dù mọi chữ ký trong tệp đều đúng; tên và số phiếu cũng phải như trên màn hình.",
    "The file is of the real poll only if this root is, character by character, the one on the screen beside the result. Another root is another file, even if all signatures in it are right; names and numbers have to be those on the screen, too.",
  ],
  "compare.root": ["Mã gốc của mọi lá phiếu", "Root of all ballots"],
  "compare.key": ["Mã khóa của cuộc bỏ phiếu", "Key of the poll"],
  "compare.key_when": ["trên màn hình lúc phát phiếu", "on the screen while papers were given out"],
  "compare.verifier": ["Đại hội ký với tên", "The congress signs as"],
  "compare.whole": ["Mã và khóa đầy đủ", "Codes and keys in full"],
  "compare.root_whole": ["Mã gốc (SHA-256)", "Root (SHA-256)"],
  "compare.key_whole": ["Dấu vân tay khóa của cuộc bỏ phiếu (SHA-256)", "Fingerprint of the poll's key (SHA-256)"],
  "compare.verifier_whole": ["Khóa công khai của đại hội (signed-note)", "The congress's public key (signed note)"],

  "papers.title": ["Phiếu", "Papers"],
  "papers.given": ["Phiếu kín đã phát", "Secret papers given out"],
  "papers.cast": ["Lá phiếu trong hòm", "Ballots in the urn"],
  "papers.void": ["Phiếu trả lại, không dùng", "Papers that came back unused"],
  "papers.unknown": ["Chưa rõ", "Unaccounted for"],
  "papers.hand": ["Phiếu giấy kiểm tay", "Printed papers, counted by hand"],
  "papers.invalid": ["trong đó {invalid} không hợp lệ", "{invalid} of them invalid"],
  "papers.hand_why": [
    "Phiếu giấy do Ban kiểm phiếu đếm: nằm trong kết quả nhưng không nằm trong hòm phiếu, nên không ai kiểm lại được từ tệp này.",
    "Tellers counted printed papers: they are in the result and in no urn, so that nobody can check them by this file.",
  ],

  "count.title": ["Kết quả đếm lại", "The count"],
  "count.option": ["Phương án", "Option"],
  "count.candidate": ["Người ứng cử", "Candidate"],
  "count.urn": ["Trong hòm", "In the urn"],
  "count.hand": ["Phiếu giấy", "On paper"],
  "count.all": ["Tổng cộng", "Together"],
  "count.blank": ["Phiếu trắng", "Blank"],
  "count.yes": ["{option}: đồng ý", "{option}: yes"],
  "count.no": ["{option}: không đồng ý", "{option}: no"],
  "count.score": ["Số điểm, cộng từ mọi lá phiếu.", "Points, added up over all ballots."],
  "count.ranking": [
    "Cuộc xếp hạng: bảng này là ưu tiên 1. Kết luận bên dưới được tính lại từ mọi thứ tự ưu tiên, qua từng vòng.",
    "A ranking: these are first preferences. The conclusion below was worked out anew from all orders of preference.",
  ],
  "count.conclusion": ["Kết luận, tính lại ở đây và đúng như đại hội công bố:", "The conclusion, worked out here and as the congress published it:"],
  "count.base.present": [
    "Tỷ lệ tính trên {number} phiếu của đại biểu có mặt. Con số này theo đại hội; lá phiếu không cho biết ai có mặt.",
    "Shares are of {number} votes of those present. The congress says so; ballots do not tell who was there.",
  ],
  "count.base.entitled": [
    "Tỷ lệ tính trên {number} phiếu của đại biểu được triệu tập. Con số này theo đại hội; lá phiếu không cho biết điều đó.",
    "Shares are of {number} votes of all delegates summoned. The congress says so; ballots do not tell.",
  ],
  "conclusion.adopted": ["Thông qua", "Adopted"],
  "conclusion.rejected": ["Không thông qua", "Rejected"],
  "conclusion.chosen": ["Đã chọn: {names}", "Chosen: {names}"],
  "conclusion.none_chosen": ["Không phương án nào đạt", "Nothing chosen"],
  "conclusion.elected": ["Trúng cử: {names}", "Elected: {names}"],
  "conclusion.too_few": ["Trúng cử {elected} / {seats}, chưa đủ. {names}", "{elected} of {seats} elected: too few. {names}"],
  "conclusion.tied": ["Ngang phiếu: {names}", "Tied: {names}"],
});
