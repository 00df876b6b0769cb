import { beforeEach, describe, expect, it } from "vitest";
import { language } from "../shared/i18n.svelte.ts";
import type { components } from "../shared/api.d.ts";
import schema from "../shared/openapi.json";
import type { Direction, Verdict } from "./deciding.ts";
import type { Answer } from "./ledger.ts";
import { somebody } from "./people.ts";
import { signalOf } from "./verdicts.ts";
import { answerDoing, answerWord } from "./verdictTexts.ts";

const VERDICTS = schema.components.schemas.Verdict.enum as components["schemas"]["Verdict"][];

function answer(verdict: Verdict, kind = "official", direction: Direction = "entry"): Answer {
  const card = somebody("001", { kind }).card;
  return { verdict, direction, card, firstAt: null, firstDoor: "", conflict: false, scanId: 1, offline: false };
}

describe("the signal", () => {
  it.each<[Verdict, string, Direction, string]>([
    ["ok", "official", "entry", "go"],
    ["ok", "alternate", "entry", "heed"],
    ["ok", "guest", "entry", "heed"],
    ["ok", "press", "entry", "heed"],
    ["ok", "guest", "exit", "go"],
    ["already_present", "official", "entry", "heed"],
    ["exit_without_entry", "official", "exit", "heed"],
    ["unchecked", "official", "entry", "heed"],
    ["revoked", "official", "entry", "stop"],
    ["unknown_code", "official", "entry", "stop"],
    ["suspended", "official", "entry", "stop"],
    ["replaced_by_alternate", "official", "entry", "stop"],
    ["not_on_list", "guest", "entry", "stop"],
    ["outside_window", "official", "entry", "stop"],
    ["device_revoked", "official", "entry", "stop"],
  ])("of %s (%s, %s) is %s", (verdict, kind, direction, signal) =>
    expect(signalOf(answer(verdict, kind, direction))).toBe(signal),
  );
});

describe.each(["vi", "en"] as const)("in %s", (spoken) => {
  beforeEach(() => {
    language.value = spoken;
  });

  it("every verdict of the server has words and an instruction of its own", () => {
    const said = VERDICTS.map((verdict) => `${answerWord(answer(verdict))}. ${answerDoing(answer(verdict))}`);

    expect(said.every((text) => text.length > 20 && !text.includes("undefined"))).toBe(true);
    expect(new Set(said).size).toBe(VERDICTS.length);
  });

  it("whoever leaves, an alternate and a guest hear something else than a delegate", () => {
    const said = [answer("ok"), answer("ok", "alternate"), answer("ok", "guest"), answer("ok", "official", "exit")];

    expect(new Set(said.map(answerWord)).size).toBe(4);
    expect(new Set(said.map(answerDoing)).size).toBe(4);
  });
});
