import { texts } from "../../shared/i18n.svelte.ts";

export const p = texts({
  title: ["Chương trình", "Programme"],
  empty: ["Chưa có chương trình", "No programme yet"],
  "empty.why": ["Chương trình sẽ hiện ở đây khi ban tổ chức công bố.", "It appears here when the organisers publish it."],
  current: ["Đang diễn ra", "Under way"],
  done: ["Đã xong", "Done"],
  planned: ["Sắp tới", "To come"],
  minutes: ["{count} phút", "{count} min"],
  presenter: ["Trình bày", "Presented by"],
  starts: ["Bắt đầu", "Begins"],
  documents: ["Tài liệu của nội dung này", "Documents of this item"],
  "documents.none": ["Nội dung này không có tài liệu.", "This item has no documents."],
  opinions: ["Ý kiến của tôi về nội dung này", "My opinions on this item"],
  "opinions.none": ["Đồng chí chưa gửi ý kiến.", "You have sent no opinion."],
  opine: ["Góp ý về nội dung này", "Give an opinion on this item"],
  gone: ["Không tìm thấy nội dung này", "This item cannot be found"],
  "gone.why": ["Chương trình có thể vừa thay đổi.", "The programme may just have changed."],
});
