import { describe, expect, it } from "vitest";
import type { MajorityRule, Paper, PollLine } from "../../../shared/protocol.ts";
import { commandOf, draftOf, isSound, newDraft, newQuestion, numbersIn, ruleKey, wrongsOf, type Draft } from "./draft.ts";
import { byGivenName, lacksCandidates, surplusOf } from "./people.ts";

const HALF: MajorityRule = {
  ...{ numerator: 1, denominator: 2, exactly_suffices: false, base: "present" },
  ...{ text_vi: "quá nửa", text_en: "more than half", source: "Điều 10" },
};
const TWO_THIRDS: MajorityRule = { ...HALF, numerator: 2, denominator: 3, exactly_suffices: true, base: "entitled" };
const RULES = [HALF, TWO_THIRDS];

function aDraft(changes: Partial<Draft> = {}): Draft {
  const draft = newDraft(RULES);
  draft.title_vi = "Thông qua chương trình";
  draft.questions[0]!.title_vi = "Thông qua?";
  return { ...draft, ...changes };
}

function aChoice(options: string, most = "1"): Draft {
  const question = { ...newQuestion(RULES), kind: "choice" as const, title_vi: "Chọn ai?", options_vi: options, most };
  return aDraft({ questions: [question] });
}

function anElection(candidates: string, seats = "1"): Draft {
  const question = { ...newQuestion(RULES), kind: "election" as const, title_vi: "Bầu ban chấp hành", candidates, most: seats };
  return aDraft({ questions: [question] });
}

function saved(draft: Draft): PollLine {
  const command = commandOf(draft, RULES);
  return {
    ...{ id: "1", number: 1, secrecy: "recorded", secret_mode: "strict", state: "draft", steps: ["announce"], tally: null, secret: null, printed: null, represented: [] },
    ...{ two_persons: command.two_persons, may_change: command.may_change, confirmed: [] },
    beside_others: command.beside_others,
    ...{ opened_at: null, closes_at: null, closed_at: null, electorate: 0, present: null, entitled: null },
    ...{ had_quorum: null, annulled_because: "" },
    title_vi: command.title_vi,
    title_en: command.title_en,
    item_id: command.item_id ?? null,
    paper: command.paper as Paper,
    electorate_kind: command.electorate_kind!,
    delegation_codes: command.delegation_codes as string[],
    delegate_numbers: command.delegate_numbers as string[],
    late_arrivals: command.late_arrivals,
    visibility: command.visibility!,
    seconds: command.seconds ?? null,
  };
}

describe("a draft", () => {
  it("is a motion under the profile's usual rule unless something else is chosen", () => {
    const [question] = commandOf(aDraft(), RULES).paper.questions as Paper["questions"];

    expect(question).toMatchObject({ number: 1, kind: "motion", rule: HALF, max_marks: 1 });
    expect(question!.options.map((option) => option.key)).toEqual(["for", "against", "other"]);
  });

  it("comes back from the server as it was sent", () => {
    const draft = aChoice("An\nBình\nChâu", "2");
    draft.questions[0]!.options_en = "Ann\nBen\nCharlotte";
    draft.seconds = "90";

    const again = draftOf(saved(draft));

    expect(commandOf(again, RULES)).toEqual(commandOf(draft, RULES));
  });

  it("keeps target and options of a question that it only passes through", () => {
    const draft = aDraft();
    draft.questions[0]!.kept = {
      target_id: "7",
      options: [{ key: "for", label_vi: "Đồng ý", label_en: "Agree" }],
      min_marks: 1,
    };

    const [question] = commandOf(draftOf(saved(draft)), RULES).paper.questions as Paper["questions"];

    expect(question).toMatchObject({ target_id: "7", options: [{ key: "for", label_vi: "Đồng ý" }] });
  });

  it("numbers its questions anew when they have moved", () => {
    const draft = aDraft({ questions: [newQuestion(RULES), newQuestion(RULES), newQuestion(RULES)] });
    draft.questions.reverse();

    expect((commandOf(draft, RULES).paper.questions as Paper["questions"]).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it("takes late arrivals only where presence counts", () => {
    const draft = aDraft({ electorate_kind: "all_official", late_arrivals: true });

    expect(commandOf(draft, RULES).late_arrivals).toBe(false);
  });

  it("decides a choice without a rule by relative majority", () => {
    const draft = aChoice("An\nBình");
    draft.questions[0]!.rule = "";

    expect((commandOf(draft, RULES).paper.questions as Paper["questions"])[0]!.rule).toBeNull();
  });
});

describe("what is wrong with a draft", () => {
  const questionWrong = (draft: Draft) => Object.values(wrongsOf(draft).questions[0]!).filter(Boolean);

  it("is nothing when all is there", () => {
    expect(isSound(wrongsOf(aDraft()))).toBe(true);
    expect(isSound(wrongsOf(aChoice("An\nBình\n\n", "2")))).toBe(true);
  });

  it.each<[string, Draft]>([
    ["a title", aDraft({ title_vi: "  " })],
    ["a question's words", aDraft({ questions: [newQuestion(RULES)] })],
    ["seconds within bounds", aDraft({ seconds: "5" })],
    ["seconds that are a number", aDraft({ seconds: "1:30" })],
  ])("is the lack of %s", (_, draft) => {
    expect(isSound(wrongsOf(draft))).toBe(false);
  });

  it.each([
    ["one option", "An", "1", ["options"]],
    ["the same option twice", "An\nAn", "1", ["options"]],
    ["a gap between options", "An\n\nBình", "1", ["options"]],
    ["more marks than options", "An\nBình", "3", ["most"]],
    ["no marks at all", "An\nBình", "0", ["most"]],
  ])("is %s", (_, options, most, expected) => {
    expect(questionWrong(aChoice(options, most))).toEqual(expected);
  });

  it("is a share of those present when the absent vote too", () => {
    const draft = aDraft({ electorate_kind: "all_official" });
    expect(questionWrong(draft)).toEqual(["base"]);

    draft.questions[0]!.rule = ruleKey(TWO_THIRDS);
    expect(questionWrong(draft)).toEqual([]);
  });
});

describe("the draft of an election", () => {
  const LIST = "Nguyễn Thị Hồng Ánh | 1980 | Chủ tịch | Trung tâm\nĐỗ Văn Đạt\t1975\n\nTrần Minh Khang";

  it("reads a candidate a line, parted by bars or by the tabs of a spreadsheet", () => {
    const [question] = commandOf(anElection(LIST, "2"), RULES).paper.questions as Paper["questions"];

    expect(question!.options.map((option) => option.label_vi)).toEqual(["Nguyễn Thị Hồng Ánh", "Đỗ Văn Đạt", "Trần Minh Khang"]);
    expect(question!.candidates.map((one) => [one.option, one.birth_year, one.position_vi, one.delegation_vi])).toEqual([
      ["candidate-1", 1980, "Chủ tịch", "Trung tâm"],
      ["candidate-2", 1975, "", ""],
      ["candidate-3", null, "", ""],
    ]);
    expect(question).toMatchObject({ kind: "election", min_marks: 1, max_marks: 2, by_crossing_out: false });
  });

  it("comes back from the server as it was sent", () => {
    const draft = anElection(LIST, "2");
    draft.questions[0]!.by_crossing_out = true;

    expect(commandOf(draftOf(saved(draft)), RULES)).toEqual(commandOf(draft, RULES));
  });

  it.each([
    ["", "3", { options: "", most: "" }],
    ["An\nAn", "1", { options: "candidates" }],
    ["An | 80", "1", { options: "candidates" }],
    ["An | 1980\nAn | 1981", "3", { options: "", most: "" }],
    ["An", "201", { options: "", most: "seats" }],
    ["An", "0", { options: "", most: "seats" }],
    ["An", "1", { options: "", most: "" }],
  ])("says what is wrong with %j and %s seats", (candidates, seats, wrong) => {
    expect(wrongsOf(anElection(candidates, seats)).questions[0]).toMatchObject(wrong);
  });

  it("lacks candidates as long as there are fewer than seats: they can be nominated", () => {
    expect(lacksCandidates(anElection("", "3").questions[0]!)).toBe(true);
    expect(lacksCandidates(anElection("An\nBình", "3").questions[0]!)).toBe(true);
    expect(lacksCandidates(anElection("An\nBình\nChâu", "3").questions[0]!)).toBe(false);
  });

  it("says how many more candidates than seats there are, and whether that is usual", () => {
    const usual = { least_percent: 10, most_percent: 30, source: "", certainty: "M" };
    const of = (candidates: number, seats: string) =>
      surplusOf(anElection(Array.from({ length: candidates }, (_, n) => `Người ${n}`).join("\n"), seats).questions[0]!, usual);

    expect(of(68, "61")).toMatchObject({ people: 7, isWithin: true });
    expect(of(61, "61")).toMatchObject({ people: 0, isWithin: false });
    expect(of(80, "61")).toMatchObject({ people: 19, isWithin: false });
    expect(of(2, "1")).toMatchObject({ people: 1, isWithin: true });
    expect(of(2, "3")).toBeNull();
    expect(of(2, "")).toBeNull();
  });

  it("is put in the order of given names, as the paper lists them", () => {
    expect(byGivenName("Trần Minh Khang\nĐỗ Văn Đạt | 1975\nNguyễn Văn Ân\nLê Văn An").split("\n")).toEqual([
      "Lê Văn An",
      "Nguyễn Văn Ân",
      "Đỗ Văn Đạt | 1975",
      "Trần Minh Khang",
    ]);
  });
});

describe("the electorate of a draft", () => {
  it("is the whole congress unless some are chosen, and what was chosen for another scope is not sent", () => {
    const draft = aDraft({ scope: "delegations", delegation_codes: ["01", "02"], delegate_numbers: "001" });

    expect(commandOf(aDraft(), RULES)).toMatchObject({ delegation_codes: [], delegate_numbers: [] });
    expect(commandOf(draft, RULES)).toMatchObject({ delegation_codes: ["01", "02"], delegate_numbers: [] });
    expect(commandOf({ ...draft, scope: "list" }, RULES)).toMatchObject({ delegation_codes: [], delegate_numbers: ["001"] });
  });

  it("comes back from the server as it was sent", () => {
    for (const draft of [
      aDraft({ scope: "list", delegate_numbers: "001, 002" }),
      aDraft({ scope: "delegations", delegation_codes: ["01"] }),
      aDraft({ two_persons: true, may_change: true, beside_others: true }),
    ]) {
      expect(commandOf(draftOf(saved(draft)), RULES)).toEqual(commandOf(draft, RULES));
    }
  });

  it("needs somebody", () => {
    expect(wrongsOf(aDraft({ scope: "delegations" })).scope).toBe("delegations");
    expect(wrongsOf(aDraft({ scope: "list", delegate_numbers: " ,\n" })).scope).toBe("list");
    expect(isSound(wrongsOf(aDraft({ scope: "list", delegate_numbers: "001" })))).toBe(true);
  });

  it("reads numbers from a column as well as from a sentence, each once", () => {
    expect(numbersIn("001\n002;003, 001\t004")).toEqual(["001", "002", "003", "004"]);
  });
});

describe("a question about a list of people or things", () => {
  const of = (kind: "approval" | "ranking" | "score", more: Partial<ReturnType<typeof newQuestion>> = {}): Draft =>
    aDraft({ questions: [{ ...newQuestion(RULES), kind, title_vi: "Chọn", candidates: "An | 1975\nBình\nChi", most: "2", ...more }] });

  it("is sent with its kind's own fields, and comes back as it was sent", () => {
    for (const draft of [
      of("approval"),
      of("approval", { rule: "", of_people: false }),
      of("ranking", { counted_by: "schulze" }),
      of("score", { most_points: "5", of_people: false }),
    ]) {
      expect(isSound(wrongsOf(draft))).toBe(true);
      expect(commandOf(draftOf(saved(draft)), RULES)).toEqual(commandOf(draft, RULES));
    }
  });

  it("is decided by its count where it has a method, and elects people only if they stand", () => {
    const [ranking] = (commandOf(of("ranking"), RULES).paper as Paper).questions;
    expect(ranking).toMatchObject({ rule: null, counted_by: "stv", most_points: 0, max_marks: 2 });
    expect(ranking!.candidates).toHaveLength(3);
    const [score] = (commandOf(of("score", { of_people: false }), RULES).paper as Paper).questions;
    expect(score).toMatchObject({ rule: null, most_points: 10, candidates: [] });
    expect(score!.options.map(({ key }) => key)).toEqual(["option-1", "option-2", "option-3"]);
  });

  it("says what is wrong: too many places, points out of bounds, an order that nobody makes", () => {
    expect(wrongsOf(of("approval", { most: "4" })).questions[0]).toMatchObject({ most: "seats" });
    expect(wrongsOf(of("score", { most_points: "101" })).questions[0]).toMatchObject({ points: "points" });
    expect(wrongsOf(of("ranking", { candidates: "An", most: "1" })).questions[0]).toMatchObject({ options: "ranked" });
  });
});
