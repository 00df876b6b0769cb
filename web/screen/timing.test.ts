import { describe, expect, it } from "vitest";
import { shareLeft, speakingTime } from "./timing.ts";

const BEGAN = "2025-12-24T01:00:00Z";
const ENDS = "2025-12-24T01:05:00Z";
const after = (seconds: number) => Date.parse(BEGAN) + seconds * 1000;

describe("a speaker's time", () => {
  it("counts down, then the overtime up", () => {
    expect(speakingTime(BEGAN, ENDS, after(0))).toEqual({ text: "5:00", isOver: false, share: 1 });
    expect(speakingTime(BEGAN, ENDS, after(240.2)).text).toBe("1:00");
    expect(speakingTime(BEGAN, ENDS, after(300))).toEqual({ text: "0:00", isOver: false, share: 0 });
    expect(speakingTime(BEGAN, ENDS, after(301))).toEqual({ text: "+0:01", isOver: true, share: 0 });
    expect(speakingTime(BEGAN, ENDS, after(375.9)).text).toBe("+1:15");
  });

  it("is whole for a clock that runs a little behind the server's", () => {
    expect(speakingTime(BEGAN, ENDS, after(-0.4)).share).toBe(1);
  });
});

describe("the time of a poll", () => {
  it("shrinks from one to nothing", () => {
    expect([0, 150, 300, 999].map((seconds) => shareLeft(BEGAN, ENDS, after(seconds)))).toEqual([1, 0.5, 0, 0]);
  });
});
