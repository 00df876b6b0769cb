import { texts } from "../../shared/i18n.svelte.ts";

export const g = texts({
  title: ["Chỉ tiêu", "Targets"],
  intro: [
    "Các chỉ tiêu của dự thảo nghị quyết. Chọn “Góp ý” để gửi ý kiến về từng chỉ tiêu.",
    "The targets of the draft resolution. Choose “Give an opinion” below a target.",
  ],
  none: ["Chưa có chỉ tiêu", "No targets yet"],
  "none.why": ["Các chỉ tiêu sẽ hiện ở đây khi ban tổ chức công bố.", "They appear here when the organisers publish them."],
  baseline: ["Trước đây: {value} ({year})", "Before: {value} ({year})"],
  "baseline.plain": ["Trước đây: {value}", "Before: {value}"],
  opine: ["Góp ý", "Give an opinion"],
  "opine.on": ["Góp ý về chỉ tiêu {code}", "Give an opinion on target {code}"],
  given: ["Đã góp ý", "You gave an opinion"],
});
