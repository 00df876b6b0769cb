/** Text without tone marks, in lower case: "Đỗ Đạt" → "do dat". The same as `agenda/folding.py`. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}
