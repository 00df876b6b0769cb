import { describe, expect, it } from "vitest";
import { secondsUntil, ServerClock } from "./clock.ts";

const iso = (ms: number) => new Date(ms).toISOString();

describe("the server's clock", () => {
  it("corrects a phone whose clock is an hour wrong", () => {
    let local = 3_600_000;
    const clock = new ServerClock(() => local);

    const sent = local;
    local += 40; // there and back
    clock.measure(sent, iso(20));

    expect(clock.now()).toBeCloseTo(40, 0);
  });

  it("begins with the greeting and is bettered by an exchange", () => {
    let local = 1_000;
    const clock = new ServerClock(() => local);

    clock.hear(iso(500));
    expect(clock.now()).toBe(500);
    const sent = local;
    local += 100;
    clock.measure(sent, iso(700));

    expect(clock.now()).toBeCloseTo(750, 0);
  });

  it("does not let a slow exchange spoil a quick one", () => {
    let local = 0;
    const clock = new ServerClock(() => local);
    local = 10;
    clock.measure(0, iso(1_005));
    const sent = local;
    local += 3_000; // this answer was delayed on its way back
    clock.measure(sent, iso(1_015));

    expect(clock.now() - local).toBeCloseTo(1_000, 0);
  });

  it("counts down to nothing and no further", () => {
    expect(secondsUntil(iso(10_000), 7_400)).toBe(3);
    expect(secondsUntil(iso(10_000), 10_000)).toBe(0);
    expect(secondsUntil(iso(10_000), 99_000)).toBe(0);
  });
});
