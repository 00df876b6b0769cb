import { describe, expect, it } from "vitest";
import type { Permission } from "../../who.svelte.ts";
import { groupOf, mayAnnul, mayTake, nextStep } from "./steps.ts";

const only =
  (...held: Permission[]) =>
  (permission: Permission) =>
    held.includes(permission);

describe("the next step of a poll", () => {
  it("is the usual one, never annulling", () => {
    expect(nextStep(["open", "annul"])).toBe("open");
    expect(nextStep(["annul"])).toBeNull();
    expect(nextStep([])).toBeNull();
  });

  it("belongs to whoever runs polls, but publishing and annulling to whoever publishes", () => {
    const teller = only("run_polls");

    expect([mayTake("open", teller), mayTake("close", teller), mayTake("publish", teller)]).toEqual([true, true, false]);
    expect(mayAnnul(["close", "annul"], teller)).toBe(false);
    expect(mayAnnul(["close", "annul"], only("publish_polls"))).toBe(true);
  });

  it("cannot be to annul what has not been announced", () => {
    expect(mayAnnul(["announce"], only("publish_polls"))).toBe(false);
  });
});

it("keeps what needs a hand above drafts and what is over", () => {
  expect((["draft", "announced", "open", "closed", "published", "annulled"] as const).map(groupOf)).toEqual([
    "draft",
    "now",
    "now",
    "now",
    "over",
    "over",
  ]);
});
