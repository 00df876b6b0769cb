import { texts } from "./i18n.svelte.ts";
import { CannotVerify, NotProven } from "./record.ts";
import { WrongUrn } from "./urn.ts";

const t = texts({
  "fault.key": ["khóa không đúng dấu vân tay đã công bố", "the key is not the one that was announced"],
  "fault.size": ["độ dài lá phiếu sai", "a ballot has another size"],
  "fault.paper": ["chữ ký phát phiếu sai", "a paper was not signed by the congress"],
  "fault.vote": ["nội dung phiếu không hợp lệ", "a ballot's marks are not as they were signed"],
  "fault.order": ["phiếu lặp hoặc sai thứ tự", "a ballot is there twice, or out of order"],
  "fault.papers": ["nhiều phiếu hơn số đã phát", "there are more ballots than papers"],
  "fault.void": ["một phiếu trả lại không hợp lệ hoặc đã được dùng", "a void paper is not one, or was used"],
  "fault.number": ["số lá phiếu khác số đại hội đã ký", "the number of ballots is not the one that the congress signed"],
  "fault.checkpoint": ["mã gốc không như đại hội đã ký", "the root is not what the congress signed"],
  "fault.tally": ["kết quả đếm lại khác kết quả công bố", "the count differs from the published result"],
  "fault.outcome": ["kết luận đã công bố không theo kết quả đếm", "the published conclusion does not follow from the count"],
  "place.ballot": ["phiếu thứ {place}", "ballot {place}"],
  "place.void": ["phiếu trả lại thứ {place}", "void paper {place}"],
  cannot: [
    "Trình duyệt trên máy này chưa kiểm tra được chữ ký của đại hội. Xin cập nhật trình duyệt.",
    "This browser cannot check the congress's signature yet. Please update it.",
  ],
});

/** Of what a recount threw: what does not hold, to be put into a sentence. Empty if it is about something else. */
export function faultIn(error: unknown): string {
  if (error instanceof NotProven) return t("fault.checkpoint");
  if (!(error instanceof WrongUrn)) return "";
  const { what, place, heap } = error;
  return place === undefined ? t(`fault.${what}`) : `${t(`fault.${what}`)} (${t(`place.${heap}`, { place })})`;
}

/** Why a recount could not be made here, as a sentence. Empty if that was not it. */
export const hindranceIn = (error: unknown): string => (error instanceof CannotVerify ? t("cannot") : "");
