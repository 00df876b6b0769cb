import { describe, expect, it } from "vitest";
import { held } from "./holding.ts";

const read = (title: string) => held(title).replaceAll("\u00a0", "_");

describe("a title that is broken into lines", () => {
  it("keeps numbers with their words", () => {
    expect(read("Đại hội lần thứ I, nhiệm kỳ 2025–2030")).toBe("Đại hội lần_thứ_I, nhiệm kỳ_2025–2030");
    expect(read("nghỉ 15 phút, trở lại lúc 9 giờ 30.")).toBe("nghỉ_15_phút, trở lại lúc_9_giờ_30.");
    expect(read("phát triển mới 500.000 đoàn viên")).toBe("phát triển mới_500.000_đoàn viên");
  });

  it("breaks neither the President's name nor words of two syllables", () => {
    expect(read("Công đoàn Thành phố Hồ Chí Minh")).toBe("Công đoàn Thành_phố Hồ_Chí_Minh");
    expect(read("Mời các đồng chí trở lại hội trường")).toBe("Mời các_đồng_chí trở lại hội_trường");
  });

  it("is otherwise as it was", () => {
    expect(read("Công đoàn Việt Nam")).toBe("Công đoàn Việt Nam");
  });
});
