import type { Language } from "../../../shared/i18n.svelte.ts";

/** What is wrong with a cell; a code without a text here is told as the server words it. */
const CELLS: Record<string, readonly [vi: string, en: string]> = {
  missing: ["còn trống", "is empty"],
  not_a_number: ["không phải là số", "is no number"],
  out_of_range: ["nằm ngoài khoảng cho phép", "is out of range"],
  too_long: ["quá dài", "is too long"],
  unknown_value: ["giá trị không có trong danh mục", "is none of the known values"],
  control_character: ["có ký tự điều khiển", "holds a control character"],
  duplicate: ["trùng với dòng khác", "is the same as in another row"],
  contradiction: ["mâu thuẫn với một dòng khác: một mã đoàn, hai tên", "contradicts another row: one code, two names"],
};

export function cellText(code: string, message: string, language: Language): string {
  const known = CELLS[code];
  return known ? known[language === "vi" ? 0 : 1] : message;
}
