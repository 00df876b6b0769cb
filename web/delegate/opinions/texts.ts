import { texts } from "../../shared/i18n.svelte.ts";

export const o = texts({
  title: ["Góp ý", "Give an opinion"],
  mine: ["Ý kiến của tôi", "My opinions"],
  "mine.none": ["Đồng chí chưa gửi ý kiến nào", "You have sent no opinion yet"],
  "mine.none.why": [
    "Mở một tài liệu, một nội dung chương trình hoặc một chỉ tiêu rồi chọn “Góp ý”.",
    "Open a document, an agenda item or a target, and choose “Give an opinion”.",
  ],
  "mine.drafts": ["Bản nháp chưa gửi", "Drafts, not sent"],
  "mine.sent": ["Đã gửi", "Sent"],
  "mine.offline": ["Danh sách ý kiến đã gửi cần có mạng.", "The list of what you sent needs the network."],
  stance: ["Loại ý kiến", "Kind of opinion"],
  agree: ["Tán thành", "I agree"],
  amend: ["Đề nghị sửa", "Please amend"],
  question: ["Câu hỏi", "A question"],
  passage: ["Đoạn được góp ý", "The passage"],
  page: ["{title}, trang {page}", "{title}, page {page}"],
  text: ["Nội dung ý kiến", "Your opinion"],
  "text.hint": ["Tối đa 5.000 ký tự. Bản nháp được giữ trên máy này.", "At most 5,000 characters. A draft is kept on this phone."],
  "text.needed": ["Đồng chí hãy viết nội dung ý kiến.", "Write your opinion first."],
  send: ["Gửi ý kiến", "Send"],
  later: ["Để sau", "Later"],
  discard: ["Xóa nháp", "Discard"],
  sent: ["Đã gửi ý kiến đến đoàn thư ký.", "Your opinion went to the secretaries."],
  "sent.at": ["Gửi lúc {time}", "Sent at {time}"],
  unreachable: [
    "Chưa gửi được vì mất mạng. Bản nháp đã giữ trên máy; đồng chí gửi lại khi có mạng.",
    "Not sent: there is no network. The draft is kept on this phone; send it again later.",
  ],
  resume: ["Viết tiếp", "Go on writing"],
  answer: ["Trả lời của đoàn thư ký", "The secretaries' answer"],
});
