import { describe, expect, it } from "vitest";
import type { Outcome, Question } from "./protocol.ts";
import { canonical, fullest, inOrder, markable } from "./questions.ts";

const OPTIONS = ["an", "binh"].map((key) => ({ key, label_vi: key, label_en: "" }));
const of = (kind: Question["kind"], most_points = 0) => ({ kind, most_points, options: OPTIONS }) as unknown as Question;

describe("marks of a question", () => {
  it("are options, or what can be said of each", () => {
    expect(markable(of("choice"))).toEqual(["an", "binh"]);
    expect(markable(of("approval"))).toEqual(["an=yes", "an=no", "binh=yes", "binh=no"]);
    expect(markable(of("score", 1))).toEqual(["an=0", "an=1", "binh=0", "binh=1"]);
  });

  it("stand in the paper's order, of a ranking in the voter's", () => {
    expect(canonical(of("approval"), ["binh=no", "an=yes"])).toEqual(["an=yes", "binh=no"]);
    expect(canonical(of("ranking"), ["binh", "an"])).toEqual(["binh", "an"]);
  });

  it("take the most room with the longest word on each, as the server pads them", () => {
    expect(fullest(of("approval"))).toEqual(["an=yes", "binh=yes"]);
    expect(fullest(of("score", 100))).toEqual(["an=100", "binh=100"]);
    expect(fullest(of("ranking"))).toEqual(["an", "binh"]);
  });
});

describe("a result in order", () => {
  const standings = ["an", "binh", "chi"].map((option, place) => ({ option, mandates: place, share: "", against: null, abstained: null }));
  const outcome = { chosen: ["an"], standings } as unknown as Outcome;

  it("begins with those who have a place, and goes on from the most votes down", () => {
    expect(inOrder(of("ranking"), outcome).map(({ option }) => option)).toEqual(["an", "chi", "binh"]);
    expect(inOrder(of("motion"), outcome).map(({ option }) => option)).toEqual(["an", "binh", "chi"]);
  });
});
