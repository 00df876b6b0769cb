import { describe, expect, it } from "vitest";
import { answerOf, decide, project, type Facts, type Passage, type Verdict } from "./deciding.ts";
import { aRoster, minutes, NINE, somebody } from "./people.ts";

const EXPECTED: Facts = {
  sittingIsOpen: true,
  delegateIsKnown: true,
  badgeIsRevoked: false,
  credentials: "recognised",
  isReplaced: false,
  isPresent: false,
};
const facts = (changes: Partial<Facts> = {}): Facts => ({ ...EXPECTED, ...changes });

function passage(minute: number, changes: Partial<Passage> = {}): Passage {
  return { delegateId: "id-001", direction: "entry", verdict: "ok", at: minutes(minute), ...changes };
}

// The same cases as tests/delegates/test_check_in.py.
describe("the answer to a scan", () => {
  it.each<[Partial<Facts>, "entry" | "exit", Verdict]>([
    [{}, "entry", "ok"],
    [{ isPresent: true }, "entry", "already_present"],
    [{ isPresent: true }, "exit", "ok"],
    [{}, "exit", "exit_without_entry"],
    [{ delegateIsKnown: false }, "entry", "unknown_code"],
    [{ badgeIsRevoked: true }, "entry", "revoked"],
    [{ badgeIsRevoked: true, isPresent: true }, "exit", "revoked"],
    [{ sittingIsOpen: false }, "entry", "outside_window"],
    [{ credentials: "rejected" }, "entry", "suspended"],
    [{ credentials: "rejected", isPresent: true }, "exit", "ok"],
    [{ isReplaced: true }, "entry", "replaced_by_alternate"],
    [{ isReplaced: true, isPresent: true }, "exit", "ok"],
  ])("%j, %s: %s", (changes, direction, verdict) => expect(decide(facts(changes), direction)).toBe(verdict));

  it.each<[Partial<Facts>, Verdict]>([
    [{ delegateIsKnown: false, badgeIsRevoked: true, sittingIsOpen: false }, "unknown_code"],
    [{ badgeIsRevoked: true, sittingIsOpen: false }, "revoked"],
    [{ sittingIsOpen: false, credentials: "rejected" }, "outside_window"],
    [{ credentials: "rejected", isReplaced: true, isPresent: true }, "suspended"],
    [{ isReplaced: true, isPresent: true }, "replaced_by_alternate"],
  ])("names the first obstacle of %j", (changes, verdict) => expect(decide(facts(changes), "entry")).toBe(verdict));
});

describe("presence", () => {
  const ABSENT = { isPresent: false, firstAt: null, firstDoor: "" };

  it("is what the roster said, until this door sees somebody", () => {
    const present = { isPresent: true, firstAt: "2025-12-24T01:42:00Z", firstDoor: "Cửa B" };

    expect(project(present, [], NINE, "Cửa A")).toEqual(present);
    expect(project(ABSENT, [], NINE, "Cửa A")).toEqual(ABSENT);
  });

  it("follows the last scan, in whatever order they were kept", () => {
    const went = passage(2, { direction: "exit" });

    expect(project(ABSENT, [went, passage(1)], NINE, "Cửa A").isPresent).toBe(false);
    expect(project(ABSENT, [passage(3), went, passage(1)], NINE, "Cửa A").isPresent).toBe(true);
  });

  it("names the first entry and its door", () => {
    const { firstAt, firstDoor } = project(ABSENT, [passage(5), passage(1)], NINE, "Cửa A");

    expect([firstAt, firstDoor]).toEqual(["2025-12-24T02:01:00.000Z", "Cửa A"]);
  });

  it("does not follow scans that let nobody in, nor those that the roster knows already", () => {
    const refused = passage(1, { verdict: "suspended" });

    expect(project(ABSENT, [refused], NINE, "Cửa A")).toEqual(ABSENT);
    expect(project(ABSENT, [passage(-1)], NINE, "Cửa A")).toEqual(ABSENT);
  });
});

describe("a door by itself", () => {
  const answer = (number: string, roster = aRoster([somebody("001")]), passages: Passage[] = []) =>
    answerOf(roster, passages, { hash: number }, "entry", "Cửa A");

  it("lets in whom the roster knows, with the card", () => {
    const { verdict, card } = answer("001");

    expect([verdict, card?.full_name, card?.seat]).toEqual(["ok", "Nguyễn Thị Hồng Ánh", "A-12"]);
  });

  it("says of its own second scan when the first was", () => {
    expect(answer("001", undefined, [passage(3)])).toMatchObject({
      verdict: "already_present",
      firstAt: "2025-12-24T02:03:00.000Z",
      firstDoor: "Cửa A",
    });
  });

  it("does not mistake one delegate's scan for another's", () => {
    const roster = aRoster([somebody("001"), somebody("002")]);

    expect(answer("002", roster, [passage(3)]).verdict).toBe("ok");
  });

  it("knows who came in elsewhere before it lost the network", () => {
    const inside = somebody("001", { is_present: true, first_at: "2025-12-24T01:42:00Z", first_door: "Cửa B" });

    expect(answer("001", aRoster([inside]))).toMatchObject({ verdict: "already_present", firstDoor: "Cửa B" });
    expect(answerOf(aRoster([inside]), [], { hash: "001" }, "exit", "Cửa A").verdict).toBe("ok");
  });

  it.each<[string, Verdict]>([
    ["a stranger", "unknown_code"],
    ["old", "revoked"],
    ["002", "suspended"],
    ["003", "replaced_by_alternate"],
  ])("refuses %s: %s", (hash, verdict) => {
    const people = [somebody("001"), somebody("002", { credentials: "rejected" }), somebody("003", { is_replaced: true })];
    const roster = aRoster(people);
    const badges = [...roster.taken.roster.badges, { hash: "old", delegate_id: "id-001", revoked: true }];

    expect(answer(hash, aRoster(people, { badges })).verdict).toBe(verdict);
  });

  it("lets nobody in when no sitting was under way", () => {
    expect(answer("001", aRoster([somebody("001")], { sitting_id: null })).verdict).toBe("outside_window");
  });

  it("admits somebody found by name, whatever became of the badge", () => {
    const roster = aRoster([somebody("001")], { badges: [] });

    expect(answerOf(roster, [], { delegateId: "id-001" }, "entry", "Cửa A").verdict).toBe("ok");
  });

  it("records without judging when it has no roster", () => {
    expect(answerOf(null, [], { hash: "001" }, "entry", "Cửa A").verdict).toBe("unchecked");
  });
});

describe("the roster's search", () => {
  const roster = aRoster([
    somebody("001", { name: "Nguyễn Thị Hồng Ánh" }),
    somebody("002", { name: "Đỗ Văn Đạt" }),
    somebody("003", { name: "Trần Minh Khang" }),
  ]);
  const found = (query: string) => roster.search(query).map((card) => card.number);

  it.each([
    ["hong anh", ["001"]],
    ["ÁNH", ["001"]],
    ["do dat", ["002"]],
    ["đạt đỗ", ["002"]],
    ["003", ["003"]],
    ["trung tam", ["001", "002", "003"]],
    ["ang", []],
    ["k", []],
    ["", []],
  ])("finds by %j", (query, numbers) => expect(found(query)).toEqual(numbers));
});
