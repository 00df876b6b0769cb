import { describe, expect, it } from "vitest";
import type { MajorityRule, Paper, PollLine } from "../../../shared/protocol.ts";
import { commandOf, draftOf, isSound, newDraft, newQuestion, ruleKey, wrongsOf, type Draft } from "./draft.ts";

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

function saved(draft: Draft): PollLine {
  const command = commandOf(draft, RULES);
  return {
    ...{ id: "1", number: 1, secrecy: "recorded", state: "draft", steps: ["announce"], tally: null },
    ...{ opened_at: null, closes_at: null, closed_at: null, electorate: 0, present: null, entitled: null },
    ...{ had_quorum: null, annulled_because: "" },
    title_vi: command.title_vi,
    title_en: command.title_en,
    item_id: command.item_id ?? null,
    paper: command.paper as Paper,
    electorate_kind: command.electorate_kind!,
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
