import { describe, expect, it } from "vitest";
import type { ItemOnProgramme, Programme, Progress } from "../../../shared/protocol.ts";
import { durationText, isWorthSaying, nextStep, paceOf, tookMin } from "./run.ts";

const NINE = "2025-12-24T09:00:00Z";

function anItem(id: string, progress: Progress = "planned", changes: Partial<ItemOnProgramme> = {}): ItemOnProgramme {
  const texts = { kind: "item", title_vi: id, title_en: "", presenter: "" };
  const times = { starts_at: NINE, minutes: 15, began_at: null, ended_at: null };
  return { id, ...texts, position: 1, ...times, progress, ...changes };
}

function aProgramme(...sittings: [Progress, ItemOnProgramme[]][]): Programme {
  return {
    ...{ name_vi: "", name_en: "", motto_vi: "", motto_en: "", place_vi: "", place_en: "" },
    sittings: sittings.map(([progress, items], index) => ({
      ...{ id: `s${index + 1}`, number: index + 1, title_vi: "", title_en: "", starts_at: NINE, ends_at: NINE },
      progress,
      items,
    })),
  };
}

function next(programme: Programme): string {
  const step = nextStep(programme);
  return step === null ? "nothing" : `${step.kind} ${"item" in step ? step.item.id : step.sitting.id}`;
}

describe("the next step", () => {
  it.each<[string, Programme, string]>([
    ["begins the first sitting", aProgramme(["planned", [anItem("a")]]), "begin_sitting s1"],
    ["turns to the first item", aProgramme(["current", [anItem("a"), anItem("b")]]), "turn_to a"],
    ["turns to the one after", aProgramme(["current", [anItem("a", "current"), anItem("b")]]), "turn_to b"],
    ["passes over what is done", aProgramme(["current", [anItem("a", "current"), anItem("b", "done"), anItem("c")]]), "turn_to c"],
    ["does not go back by itself", aProgramme(["current", [anItem("a"), anItem("b", "current")]]), "finish_item b"],
    ["ends the last item", aProgramme(["current", [anItem("a", "current")]], ["planned", []]), "finish_item a"],
    ["goes on to the next sitting", aProgramme(["current", [anItem("a", "done")]], ["planned", []]), "begin_sitting s2"],
    ["ends the last sitting", aProgramme(["done", []], ["current", [anItem("a", "done")]]), "finish_sitting s2"],
    ["is nothing when all is over", aProgramme(["done", []]), "nothing"],
  ])("%s", (_, programme, expected) => {
    expect(next(programme)).toBe(expected);
  });
});

describe("pace", () => {
  it("says how long an item runs, how much is left, and how late it began", () => {
    const item = anItem("a", "current", { began_at: "2025-12-24T09:05:00Z" });

    expect(paceOf(item, Date.parse("2025-12-24T09:15:00Z"))).toEqual({ runsS: 600, leftS: 300, share: 2 / 3, lateMin: 5 });
  });

  it("goes below zero when the time is used up", () => {
    const item = anItem("a", "current", { began_at: NINE });

    expect(paceOf(item, Date.parse("2025-12-24T09:20:00Z"))).toMatchObject({ leftS: -300, share: 1 });
  });

  it("knows how many minutes an item took once it has ended", () => {
    expect(tookMin(anItem("a", "current", { began_at: NINE }))).toBeNull();
    expect(tookMin(anItem("a", "done", { began_at: NINE, ended_at: "2025-12-24T09:17:20Z" }))).toBe(17);
  });

  it("keeps quiet about lateness at a rehearsal on another day", () => {
    expect([isWorthSaying(20), isWorthSaying(-30), isWorthSaying(60 * 24 * 5)]).toEqual([true, true, false]);
  });
});

it.each([
  [5, "0:05"],
  [245, "4:05"],
  [3725, "1:02:05"],
])("%i seconds read %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
