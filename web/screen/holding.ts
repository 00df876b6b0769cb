const NUMBER = "(?:\\d[\\d.,–/%:]*|[IVXLC]+)";
const BEFORE = new RegExp(` (?=${NUMBER}(?:[\\s.,;:!?)”]|$))`, "gu");
const AFTER = new RegExp(`(?<=(?:^|[\\s(“])\\d[\\d.,]*) (?=\\p{Ll})`, "gu");

const NAME = /Hồ Chí Minh|Thành phố|lần thứ|các đồng chí|hội trường/gu;

/**
 * A title whose numbers stay with their words when it is broken into lines: "lần thứ I", "15 phút", "nhiệm kỳ 2025–2030". Neither
 * the President's name nor what is one word in two syllables is broken.
 */
export function held(title: string): string {
  const whole = title.replace(NAME, (name) => name.replaceAll(" ", "\u00a0"));
  return whole.replace(BEFORE, "\u00a0").replace(AFTER, "\u00a0");
}
