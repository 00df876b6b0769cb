import { describe, expect, it } from "vitest";
import type { Step } from "../../../shared/protocol.ts";
import type { Permission } from "../../who.svelte.ts";
import { groupOf, mayAnnul, nextStep, partIn } from "./steps.ts";

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
    const part = (step: Step) => partIn({ two_persons: false }, step, teller);

    expect([part("open"), part("close"), part("publish")]).toEqual(["take", "take", null]);
    expect(mayAnnul(["close", "annul"], teller)).toBe(false);
    expect(mayAnnul(["close", "annul"], only("publish_polls"))).toBe(true);
  });

  it("takes the word of two where a poll asks for them, and of nobody else", () => {
    const part = (step: Step, ...held: Permission[]) => partIn({ two_persons: true }, step, only(...held));

    expect([part("close", "confirm_steps"), part("publish", "confirm_steps")]).toEqual(["confirm", "confirm"]);
    expect([part("close", "run_polls"), part("publish", "publish_polls")]).toEqual([null, null]);
    expect([part("open", "run_polls"), part("annul", "publish_polls")]).toEqual(["take", "take"]);
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
