import { texts } from "../../../shared/i18n.svelte.ts";

export const t = texts({
  title: ["Tài liệu", "Documents"],
  lead: ["Văn kiện của đại hội: tải lên, phát hành cho đại biểu, hoặc giữ lại.", "The congress's texts: upload, publish to the delegates, or hold back."],
  make: ["Thêm tài liệu", "Add a document"],
  edit: ["Sửa “{title}”", "Edit “{title}”"],
  "empty.title": ["Chưa có tài liệu nào", "There are no documents yet"],
  "empty.lead": ["Thêm tài liệu, tải tệp PDF lên, chờ dựng trang rồi phát hành.", "Add a document, upload its PDF, wait for its pages, then publish it."],
  title_vi: ["Tên tài liệu", "Title in Vietnamese"],
  title_en: ["Tên tiếng Anh (không bắt buộc)", "Title in English (optional)"],
  title_missing: ["Hãy nhập tên tài liệu.", "Enter the title."],
  position: ["Thứ tự trong danh sách", "Place in the list"],
  position_wrong: ["Nhập một số từ 1 đến 10.000.", "Enter a number from 1 to 10,000."],
  items: ["Gắn với nội dung chương trình", "Tied to agenda items"],
  saved: ["Đã lưu “{title}”.", "“{title}” is saved."],
  published: ["Đã phát hành", "Published"],
  held_back: ["Chưa phát hành", "Held back"],
  no_file: ["Chưa có tệp", "No file yet"],
  drawing: ["Đang dựng trang {ready} / {pages}", "Drawing page {ready} of {pages}"],
  failed: ["Dựng trang không thành công; hãy tải tệp khác lên.", "The pages could not be drawn; upload another file."],
  facts: ["Bản {version} · {pages} trang · {size}", "Version {version} · {pages} pages · {size}"],
  upload: ["Tải PDF lên", "Upload a PDF"],
  upload_again: ["Tải bản mới", "Upload a new version"],
  uploading: ["Đang tải {file}: {share} %", "Uploading {file}: {share} %"],
  uploaded: ["Đã nhận “{file}”, đang dựng trang.", "“{file}” has arrived; its pages are being drawn."],
  not_uploaded: ["Chưa nhận “{file}”.", "“{file}” was not taken."],
  "then.not_a_pdf": ["Hãy xuất văn bản ra PDF rồi tải lên.", "Export the text as PDF and upload that."],
  "then.broken_document": ["Mở tệp trên máy, in lại ra PDF rồi thử lại.", "Open the file, print it to PDF anew, and try again."],
  "then.encrypted_document": ["Lưu một bản không đặt mật khẩu.", "Save a copy without a password."],
  "then.document_too_large": ["Giảm độ phân giải ảnh hoặc tách thành nhiều tài liệu.", "Reduce the pictures, or split the document."],
  "then.too_many_pages": ["Tách thành nhiều tài liệu.", "Split it into several documents."],
  publish: ["Phát hành", "Publish"],
  "publish.ask": ["Phát hành “{title}”?", "Publish “{title}”?"],
  "publish.then": ["Mọi đại biểu đọc được ngay trên điện thoại.", "Every delegate can read it at once."],
  "publish.done": ["Đã phát hành “{title}”.", "“{title}” is published."],
  hold: ["Thu hồi", "Hold back"],
  "hold.ask": ["Thu hồi “{title}”?", "Hold back “{title}”?"],
  "hold.then": ["Đại biểu không mở được nữa; máy nào đã lưu để đọc không cần mạng thì vẫn còn bản đó.", "Delegates can open it no longer; phones that kept it for reading offline still have it."],
  "hold.done": ["Đã thu hồi “{title}”.", "“{title}” is held back."],
  look: ["Xem các trang", "Look at the pages"],
  page: ["Trang {page} / {pages}", "Page {page} of {pages}"],
  before: ["Trang trước", "Previous page"],
  after: ["Trang sau", "Next page"],
});

/** What to do about a file that was refused; empty when there is no advice. */
export function adviceOn(code: string): string {
  switch (code) {
    case "not_a_pdf":
    case "broken_document":
    case "encrypted_document":
    case "document_too_large":
    case "too_many_pages":
      return t(`then.${code}`);
    default:
      return "";
  }
}
