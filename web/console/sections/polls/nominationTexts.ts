import { texts } from "../../../shared/i18n.svelte.ts";

/** What the card of nominations says. */
export const t = texts({
  title: ["Đề cử, ứng cử", "Nominations"],
  "state.open": ["Đang nhận", "Open"],
  "state.closed": ["Đã đóng", "Closed"],
  lead: [
    "Đại biểu trong hội trường đề cử hoặc ứng cử trên điện thoại. Đề cử công khai và ghi nhật ký cùng họ tên.",
    "Delegates in the hall nominate or stand on their phones. Nominations are open and journalled with names.",
  ],
  count: [
    "{listed} người trong danh sách, cần bầu {seats}; {withdrawn} người rút tên.",
    "{listed} on the list for {seats} seats; {withdrawn} have withdrawn.",
  ],
  none: ["Chưa có ai được đề cử hay ứng cử.", "Nobody has been nominated yet."],

  open: ["Mở nhận đề cử", "Open nominations"],
  open_again: ["Mở lại nhận đề cử", "Open nominations again"],
  "open.question": ["Mở nhận đề cử, ứng cử “{title}”?", "Open nominations for “{title}”?"],
  "open.consequence": [
    "Tên cuộc bầu cử hiện trên mọi điện thoại; mỗi đại biểu được đề cử nhiều nhất {seats} người, và tự ứng cử.",
    "Every phone shows the election; each delegate may nominate up to {seats} people, and stand.",
  ],
  "open.done": ["Đã mở nhận đề cử, ứng cử.", "Nominations are open."],
  close: ["Đóng nhận đề cử", "Close nominations"],
  "close.question": ["Đóng nhận đề cử, ứng cử “{title}”?", "Close nominations for “{title}”?"],
  "close.consequence": [
    "Không ai được đề cử thêm; người có tên vẫn rút được cho đến khi mở biểu quyết.",
    "Nobody is nominated any more; whoever is on the list can still withdraw until voting opens.",
  ],
  "close.done": ["Đã đóng nhận đề cử, ứng cử.", "Nominations are closed."],

  name: ["Người được đề cử", "Nominee"],
  by: ["Ai đề cử", "Nominated by"],
  answer: ["Trả lời", "Answer"],
  decision: ["Quyết định", "Decision"],
  born: ["sinh {year}", "born {year}"],
  stands: ["Ứng cử", "Stands"],
  times: ["{times} lượt", "{times} times"],
  more: ["và {count} người khác", "and {count} more"],
  "candidacy.nominated": ["Chưa trả lời", "No answer yet"],
  "candidacy.accepted": ["Đã nhận", "Accepted"],
  "candidacy.withdrawn": ["Đã rút tên", "Withdrew"],
  left_out: ["Cho thôi", "Left out"],
  on_paper: ["Đã có trên phiếu", "On the paper"],
  leave_out: ["Cho thôi", "Leave out"],
  "leave_out.of": ["Cho thôi {name}", "Leave out {name}"],
  keep: ["Đưa vào danh sách", "Put on the list"],
  "keep.of": ["Đưa vào danh sách: {name}", "Put on the list: {name}"],

  make: ["Đưa danh sách vào phiếu, theo vần tên", "Put the list on the paper by given name"],
  make_in_order: ["Theo thứ tự đề cử", "As nominated"],
  "make.lead": [
    "Ứng viên đã nhập tay vẫn giữ; người rút tên hoặc cho thôi được bỏ khỏi phiếu.",
    "Candidates that were typed in stay; whoever withdrew or is left out goes.",
  ],
  "make.done": ["Phiếu có {count} ứng viên.", "The paper has {count} candidates."],
  "gone.draft": [
    "Đã rút tên nhưng còn trên phiếu: {names}. Đưa lại danh sách vào phiếu trước khi công bố.",
    "Withdrew, but still on the paper: {names}. Put the list on the paper again before announcing.",
  ],
  "gone.announced": [
    "Đã rút tên nhưng còn trên phiếu: {names}. Không mở được cuộc này: hủy, nhân bản rồi bỏ tên.",
    "Withdrew, but still on the paper: {names}. This poll does not open: annul it, duplicate it and strike the name.",
  ],
});
