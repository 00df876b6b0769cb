import { describe, expect, it } from "vitest";
import type { Paper, Question } from "../../shared/protocol.ts";
import { Marks, summary } from "./marks.svelte.ts";

const OPTIONS = ["for", "against", "other"].map((key) => ({ key, label_vi: key, label_en: "" }));

function aMotion(number: number): Question {
  return {
    number,
    kind: "motion",
    title_vi: `Câu ${number}`,
    title_en: "",
    text_vi: "",
    text_en: "",
    options: OPTIONS,
    min_marks: 1,
    max_marks: 1,
    rule: null,
    target_id: null,
    candidates: [],
    by_crossing_out: false,
    most_points: 0,
    counted_by: "stv",
  };
}

function aChoice(number: number, min_marks: number, max_marks: number): Question {
  return { ...aMotion(number), kind: "choice", min_marks, max_marks };
}

function anElection(names: string[], seats: number, by_crossing_out = false): Question {
  const options = names.map((key) => ({ key, label_vi: key, label_en: "" }));
  return { ...aMotion(1), kind: "election", options, max_marks: seats, by_crossing_out };
}

function aPaper(...questions: Question[]): Paper {
  return { questions, allows_blank: true };
}

describe("marks", () => {
  it("all for fills what is open and leaves what was marked", () => {
    const marks = new Marks(aPaper(aMotion(1), aMotion(2), aMotion(3)));
    marks.mark(marks.questions[1]!, "against");

    marks.markRestFor();

    expect(marks.toAnswers().map(({ options }) => options)).toEqual([["for"], ["against"], ["for"]]);
    expect(marks.isComplete).toBe(true);
  });

  it("all for leaves choices to the delegate", () => {
    const marks = new Marks(aPaper(aMotion(1), aChoice(2, 1, 2)));

    marks.markRestFor();

    expect(marks.nextOpen()?.number).toBe(2);
  });

  it("a question with one mark takes the newest", () => {
    const marks = new Marks(aPaper(aMotion(1)));

    marks.mark(marks.questions[0]!, "for");
    marks.mark(marks.questions[0]!, "other");

    expect(marks.toAnswers()).toEqual([{ question: 1, options: ["other"] }]);
  });

  it("never marks more than allowed, and answers only from the least on", () => {
    const marks = new Marks(aPaper(aChoice(1, 2, 2)));
    const [question] = marks.questions as [Question];

    marks.mark(question, "for");
    expect(marks.isAnswered(question)).toBe(false);
    marks.mark(question, "against");
    marks.mark(question, "other");

    expect(marks.toAnswers()).toEqual([{ question: 1, options: ["for", "against"] }]);
    expect(marks.isFull(question)).toBe(true);
  });

  it("taking back the last mark opens the question again, which is not a blank", () => {
    const marks = new Marks(aPaper(aChoice(1, 1, 2)));
    const [question] = marks.questions as [Question];

    marks.mark(question, "for");
    marks.mark(question, "for");
    expect(marks.isAnswered(question)).toBe(false);

    marks.leaveBlank(question);
    expect(marks.isAnswered(question)).toBe(true);
  });

  it("leaves nothing blank where the poll forbids it", () => {
    const marks = new Marks({ ...aPaper(aMotion(1)), allows_blank: false });

    marks.leaveBlank(marks.questions[0]!);

    expect(marks.isComplete).toBe(false);
  });

  it("a draft comes back, without what the paper does not have", () => {
    const marks = new Marks(aPaper(aMotion(1), aMotion(2)), { 1: ["for"], 2: ["gone"], 9: ["for"] });

    expect(marks.marked).toEqual({ 1: ["for"] });
  });

  it("goes round to the next question without an answer", () => {
    const marks = new Marks(aPaper(aMotion(1), aMotion(2), aMotion(3)), { 2: ["for"] });

    expect(marks.nextOpen(1)?.number).toBe(3);
    expect(marks.nextOpen(3)?.number).toBe(1);
  });

  it("sums up what was marked, blanks last", () => {
    const paper = aPaper(aMotion(1), aMotion(2), aMotion(3));
    const answers = [
      { question: 1, options: ["against"] },
      { question: 2, options: [] },
      { question: 3, options: ["for"] },
    ];

    expect(summary(answers, paper, (_, key) => key, "blank")).toEqual([
      { label: "for", count: 1 },
      { label: "against", count: 1 },
      { label: "blank", count: 1 },
    ]);
  });
});

describe("marks on the paper of an election", () => {
  const NAMES = ["an", "binh", "chi"];

  it("by choosing takes no more names than there are seats, also when there is one", () => {
    const marks = new Marks(aPaper(anElection(NAMES, 1)));
    const [question] = marks.questions as [Question];

    marks.mark(question, "an");
    marks.mark(question, "binh");

    expect(marks.isFull(question)).toBe(true);
    expect(marks.toAnswers()).toEqual([{ question: 1, options: ["an"] }]);
  });

  it("by crossing out begins with all names standing, which is no answer yet", () => {
    const marks = new Marks(aPaper(anElection(NAMES, 2, true)));
    const [question] = marks.questions as [Question];

    expect(marks.standing(question)).toEqual(NAMES);
    expect(marks.excess(question)).toBe(1);
    expect(marks.isAnswered(question)).toBe(false);
  });

  it("whoever is not struck is voted for, and a name struck by mistake stands again", () => {
    const marks = new Marks(aPaper(anElection(NAMES, 2, true)));
    const [question] = marks.questions as [Question];

    for (const name of ["an", "binh", "an"]) marks.mark(question, name);

    expect(marks.isAnswered(question)).toBe(true);
    expect(marks.standing(question).sort()).toEqual(["an", "chi"]);
  });

  it("with too many names standing there is no answer", () => {
    const marks = new Marks(aPaper(anElection(NAMES, 1, true)));
    const [question] = marks.questions as [Question];

    marks.mark(question, "an");

    expect(marks.excess(question)).toBe(1);
    expect(marks.isAnswered(question)).toBe(false);
  });

  it("everybody struck is a blank paper: no answer where blank ones are not taken", () => {
    const marks = new Marks({ ...aPaper(anElection(["an", "binh"], 2, true)), allows_blank: false });
    const [question] = marks.questions as [Question];

    marks.mark(question, "an");
    marks.mark(question, "binh");

    expect(marks.isAnswered(question)).toBe(false);
  });

  it("the only name may be struck on any paper", () => {
    const marks = new Marks({ ...aPaper(anElection(["an"], 1, true)), allows_blank: false });
    const [question] = marks.questions as [Question];

    marks.mark(question, "an");

    expect(marks.isAnswered(question)).toBe(true);
    expect(marks.toAnswers()).toEqual([{ question: 1, options: [] }]);
  });

  it("the whole list may be elected at once where there are seats for all, and nowhere else", () => {
    const [enough, few] = [3, 2].map((seats) => new Marks(aPaper(anElection(NAMES, seats, true)))) as [Marks, Marks];

    for (const marks of [enough, few]) marks.markAll(marks.questions[0]!);

    expect(enough.isComplete).toBe(true);
    expect(few.isUntouched).toBe(true);
  });
});

describe("marks where each option gets its own", () => {
  const OPTIONS = ["an", "binh", "chi"].map((key) => ({ key, label_vi: key, label_en: "" }));
  const of = (kind: Question["kind"], more: Partial<Question> = {}): Marks =>
    new Marks({ questions: [{ ...aMotion(1), kind, options: OPTIONS, max_marks: 1, ...more }], allows_blank: true });

  it("what is said of an option replaces what was said, stands in the paper's order, and can be taken back", () => {
    const marks = of("approval");
    const question = marks.questions[0]!;
    marks.say(question, "chi", "yes");
    marks.say(question, "an", "yes");
    marks.say(question, "an", "no");
    expect(marks.marked[1]).toEqual(["an=no", "chi=yes"]);
    expect(marks.said(question, "an")).toBe("no");
    expect(marks.isComplete).toBe(true); // whoever is not marked gets no opinion

    marks.say(question, "an", "");
    marks.say(question, "chi", "");
    expect(marks.isComplete).toBe(false); // no opinion on anybody is a blank paper, which is chosen
  });

  it("more options may be marked than there are places", () => {
    const marks = of("score", { most_points: 10 });
    for (const { key } of OPTIONS) marks.say(marks.questions[0]!, key, "10");
    expect(marks.toAnswers()).toEqual([{ question: 1, options: ["an=10", "binh=10", "chi=10"] }]);
    expect(marks.isComplete).toBe(true);
  });

  it("an order is what was tapped, one place up, and without what was taken out", () => {
    const marks = of("ranking");
    const question = marks.questions[0]!;
    for (const key of ["chi", "an", "binh"]) marks.mark(question, key);
    expect(marks.toAnswers()[0]!.options).toEqual(["chi", "an", "binh"]);

    marks.up(question, "binh");
    marks.up(question, "chi"); // it is the first one
    expect([marks.place(question, "chi"), marks.place(question, "binh")]).toEqual([1, 2]);
    marks.mark(question, "chi");
    expect(marks.toAnswers()[0]!.options).toEqual(["binh", "an"]);
    expect(marks.place(question, "chi")).toBe(0);
  });

  it("a draft of such a paper comes back", () => {
    const paper = { questions: [{ ...aMotion(1), kind: "score" as const, options: OPTIONS, most_points: 5 }], allows_blank: true };
    expect(new Marks(paper, { 1: ["an=3"] }).marked[1]).toEqual(["an=3"]);
    expect(new Marks(paper, { 1: ["dung=3"] }).marked[1]).toBeUndefined();
  });
});
