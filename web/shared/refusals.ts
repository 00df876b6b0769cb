import { language } from "./i18n.svelte.ts";
import type { Code } from "./codes.ts";

type Text = readonly [vi: string, en: string];

/** What a refusal means to the person in front of it, and what to do: those that a delegate may hear. */
const TEXTS = {
  already_voted: ["Phiếu của đồng chí đã được ghi nhận trước đó.", "Your ballot had been counted before."],
  another_root: [
    "Mã gốc trên máy này KHÁC với mã đại hội đã ký. Xin báo ngay Ban kiểm phiếu.",
    "The root on this phone is NOT the one that the congress signed. Tell the tellers now.",
  ],
  bad_request: ["Yêu cầu không đúng định dạng.", "The request is not well formed."],
  bad_value: ["Có ký tự không thể lưu được.", "A value cannot be stored."],
  ballot_stands: ["Trong cuộc này phiếu đã gửi thì không sửa được.", "In this vote a ballot that was sent cannot be changed."],
  ballot_id_taken: ["Mã phiếu này đã dùng cho một phiếu khác.", "This ballot id belongs to another ballot."],
  ballot_not_in_count: ["Phiếu này không khớp với kết quả đã ký xác nhận.", "This ballot is not among those counted."],
  blank_not_allowed: ["Cuộc biểu quyết này không nhận phiếu trắng.", "This poll takes no blank answers."],
  busy: ["Máy chủ đang bận, xin thử lại sau giây lát.", "The server is busy; try again in a moment."],
  cannot_be_nominated: [
    "Chỉ đề cử được đại biểu chính thức đã được công nhận tư cách.",
    "Only official delegates with recognised credentials can be nominated.",
  ],
  credentials_refused: ["Phiếu kín phải gửi ẩn danh.", "Secret ballots are cast without a name."],
  database_away: ["Cơ sở dữ liệu tạm gián đoạn, xin thử lại.", "The database is away; try again."],
  duplicate_answer: ["Một câu hỏi được trả lời hai lần.", "A question is answered twice."],
  has_withdrawn: ["Đại biểu này đã rút tên.", "This delegate has withdrawn."],
  http_error: ["Máy chủ từ chối yêu cầu.", "The server refused the request."],
  intake_busy: ["Máy chủ đang bận; phiếu sẽ được gửi lại.", "The server is busy; the ballot is sent again."],
  internal_error: ["Máy chủ gặp lỗi. Xin báo ban tổ chức.", "Something went wrong on our side. Tell the organisers."],
  invalid_blinded_paper: ["Không phát được phiếu cho yêu cầu này.", "No paper can be made of this request."],
  invalid_secret_ballot: ["Phiếu kín không hợp lệ.", "The secret ballot is not valid."],
  malformed_frame: ["Dữ liệu gửi đi không đúng định dạng.", "What was sent is not well formed."],
  marked_twice: ["Một phương án được chọn hai lần.", "An option is marked twice."],
  method_not_allowed: ["Thao tác không được hỗ trợ.", "This is not supported."],
  missing_answer: ["Còn câu hỏi chưa trả lời.", "A question has no answer yet."],
  no_ballot_of_yours: ["Đồng chí không có phiếu trong cuộc này.", "You have cast no ballot in this poll."],
  no_congress: ["Chưa có dữ liệu đại hội.", "There is no congress yet."],
  nominations_not_open: ["Lúc này không nhận đề cử, ứng cử.", "Nominations are not open."],
  nominations_spent: [
    "Đồng chí đã đề cử đủ số người cần bầu.",
    "You have nominated as many people as there are seats.",
  ],
  no_more_papers: [
    "Đã hết thời gian phát phiếu. Xin liên hệ Ban kiểm phiếu để nhận phiếu giấy.",
    "No more papers are given out. Ask the tellers for a printed one.",
  ],
  no_such_document: ["Không tìm thấy tài liệu, hoặc tài liệu chưa phát hành.", "There is no such document, or it is held back."],
  no_such_item: ["Không tìm thấy nội dung chương trình.", "There is no such agenda item."],
  no_such_opinion: ["Không tìm thấy ý kiến.", "There is no such opinion."],
  no_such_page: ["Không có trang này.", "There is no such page."],
  no_such_poll: ["Không tìm thấy cuộc biểu quyết.", "There is no such poll."],
  no_such_target: ["Không tìm thấy chỉ tiêu.", "There is no such target."],
  not_entitled: ["Đồng chí không có trong danh sách biểu quyết lần này.", "You are not in the electorate of this poll."],
  not_found: ["Không tìm thấy.", "Not found."],
  not_nominated: ["Người này không có trong danh sách đề cử, ứng cử.", "This person has not been nominated."],
  not_permitted: ["Vai trò của đồng chí không được làm việc này.", "Your role may not do this."],
  not_present: [
    "Đồng chí chưa điểm danh vào hội trường nên chưa biểu quyết được.",
    "You are not checked in to the hall, so you cannot vote.",
  ],
  not_published: ["Kết quả chưa được công bố.", "The result has not been published."],
  not_signed_in: ["Đồng chí cần đăng nhập lại.", "Sign in again."],
  opinion_about_one_thing: ["Mỗi ý kiến chỉ về một nội dung.", "An opinion is about exactly one thing."],
  opinion_answered: [
    "Ý kiến này đã được trả lời nên không sửa được; đồng chí có thể gửi ý kiến khác.",
    "This opinion has been answered and no longer changes; you may send another.",
  ],
  opinion_id_taken: ["Mã ý kiến đã được dùng.", "This opinion id is taken."],
  paper_already_given: [
    "Đồng chí đã nhận phiếu trên máy khác hoặc phiếu giấy.",
    "You have a paper on another phone, or a printed one.",
  ],
  paper_spent: ["Phiếu này đã được bỏ vào hòm phiếu.", "This paper has been cast already."],
  poll_closed: ["Cuộc biểu quyết đã kết thúc.", "Voting is over."],
  poll_is_not_secret: ["Cuộc này không bỏ phiếu kín.", "This poll is not secret."],
  poll_is_secret: ["Cuộc này bỏ phiếu kín; xin tải lại trang.", "This poll is secret; load the page again."],
  poll_not_over: ["Cuộc biểu quyết chưa kết thúc.", "Voting is not over yet."],
  poll_not_open: ["Cuộc biểu quyết chưa mở.", "Voting has not begun."],
  sign_in_refused: ["Thông tin đăng nhập không khớp. Xin kiểm tra lại.", "These do not belong together. Check them."],
  too_few_marked: ["Chọn chưa đủ số phương án.", "Too few options are marked."],
  too_large: ["Dữ liệu gửi lên quá lớn.", "What was sent is too large."],
  too_many_marked: ["Chọn quá số phương án cho phép.", "Too many options are marked."],
  too_many_nominees: ["Danh sách đề cử, ứng cử đã đầy.", "The list of nominees is full."],
  too_many_opinions: ["Đã đạt số ý kiến tối đa.", "The number of opinions is used up."],
  too_many_topics: ["Trang này mở quá nhiều mục cùng lúc.", "This page listens to too much."],
  topic_not_for_you: ["Mục này không dành cho vai trò của đồng chí.", "This is not for your role."],
  try_later: ["Sai nhiều lần; xin đợi một lát rồi thử lại.", "Too many attempts; wait a moment."],
  unknown: ["Có lỗi chưa rõ nguyên nhân.", "Something went wrong."],
  unknown_option: ["Phương án không có trên phiếu.", "The paper has no such option."],
  unknown_question: ["Câu hỏi không có trên phiếu.", "The paper has no such question."],
  unknown_topic: ["Mục này không có.", "There is no such topic."],
  unreachable: ["Không kết nối được máy chủ.", "The server cannot be reached."],
  withdrawal_too_late: [
    "Cuộc bầu cử đã mở nên không rút tên được nữa.",
    "The election has opened; nobody withdraws any more.",
  ],
  wrong_cursor: ["Danh sách đã thay đổi, xin tải lại.", "The list has changed; load it again."],
  wrong_origin: ["Trang này không được phép gửi lệnh.", "This page may not send commands."],
} satisfies Partial<Record<Code | "unreachable" | "unknown", Text>>;

/** Codes that delegates never hear; consoles and doors bring their texts (`deskRefusals.ts`). */
export type DeskCode = Exclude<Code, keyof typeof TEXTS>;

const texts: Partial<Record<string, Text>> = { ...TEXTS };

/** Take in the texts of further codes. */
export function learn(more: Record<DeskCode, Text>): void {
  Object.assign(texts, more);
}

/** The text of a code in the reader's language; an unknown one gets the general text. */
export function refusalText(code: string): string {
  const [vi, en] = texts[code] ?? TEXTS.unknown;
  return language.value === "vi" ? vi : en;
}

/** Refusals that a repeat may cure: the connection or the server was away for a moment. */
export function isPassing(code: string): boolean {
  return ["unreachable", "busy", "database_away", "intake_busy", "internal_error"].includes(code);
}
