import { describe, expect, it } from "vitest";
import { excerpts, marked, places, stretches } from "./finding.ts";

describe("finding without tone marks", () => {
  it.each([
    ["Nghị quyết Đại hội", "dai hoi", "Đại hội"],
    ["Nghị quyết Đại hội", "ĐẠI HỘI", "Đại hội"],
    ["Nghị quyết\nĐại hội", "quyet dai", "quyết\nĐại"],
    ["Nghị quyết Đại hội".normalize("NFD"), "dai hoi", "Đại hội".normalize("NFD")],
  ])("in %j: %j", (text, query, expected) => {
    expect(places(text, query).map(([start, end]) => text.slice(start, end))).toEqual([expected]);
  });

  it("finds nothing for an empty query", () => {
    expect(places("Nghị quyết", "  ")).toEqual([]);
  });

  it("cuts the text without losing a letter", () => {
    const text = "Đoàn viên, đoàn viên và đoàn phí.";

    const parts = stretches(text, "doan vien");

    expect(parts.map((part) => part.text).join("")).toBe(text);
    expect(parts.filter(({ isFound }) => isFound).map((part) => part.text)).toEqual(["Đoàn viên", "đoàn viên"]);
  });

  it("shows a place with what stands around it", () => {
    const text = `${"trước ".repeat(40)}chỉ tiêu ${"sau ".repeat(40)}`;

    const [place] = excerpts(7, text, "chi tieu");

    expect(place?.page).toBe(7);
    expect(place?.stretches[0]?.text).toMatch(/^… /);
    expect(place?.stretches[1]).toEqual({ text: "chỉ tiêu", isFound: true });
    expect(place?.stretches[2]?.text).toMatch(/ …$/);
  });

  it("marks the words that the server found, whole ones only", () => {
    const parts = marked("Nghị quyết nghị", ["Nghị"]);

    expect(parts).toEqual([
      { text: "Nghị", isFound: true },
      { text: " quyết nghị", isFound: false },
    ]);
  });
});
