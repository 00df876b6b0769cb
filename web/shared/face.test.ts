import { describe, expect, it } from "vitest";
import { face } from "./face.ts";

describe("the face of a page", () => {
  it("stands in its path", () => {
    expect(face("/console", "")).toBe("console");
    expect(face("/screen", "?name=main")).toBe("screen");
    expect(face("/b/0123456789", "")).toBe("delegate");
  });

  it("is the console's while the console previews a screen", () => {
    expect(face("/screen", "?name=main&preview")).toBe("console");
  });
});
