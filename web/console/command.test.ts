import "../shared/deskRefusals.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../shared/http.ts";
import { Command } from "./command.svelte.ts";
import { reports } from "./reports.svelte.ts";

const problem = (code: string) => new Problem({ code, status: 0, detail: "" });

beforeEach(() => {
  reports.list = [];
});

describe("a command", () => {
  it("says that it was done", async () => {
    const save = new Command(async (name: string) => name, { done: (name) => `Đã lưu ${name}` });

    expect(await save.run("phiên 1")).toBe(true);

    expect(reports.list.map(({ kind, text }) => [kind, text])).toEqual([["good", "Đã lưu phiên 1"]]);
  });

  it("runs once, however often it is pressed", async () => {
    let runs = 0;
    let finish = () => {};
    const open = new Command(() => {
      runs += 1;
      return new Promise<void>((resolve) => (finish = resolve));
    });

    const first = open.run();
    expect(open.busy).toBe(true);
    expect(await open.run()).toBe(false);
    finish();

    expect(await first).toBe(true);
    expect([runs, open.busy]).toEqual([1, false]);
  });

  it("is tried again with what it was given when the connection was lost", async () => {
    const asked: string[] = [];
    const save = new Command(async (id: string) => {
      asked.push(id);
      if (asked.length === 1) throw problem("unreachable");
    });

    expect(await save.run("the same id")).toBe(false);
    reports.list[0]!.again!();

    expect(asked).toEqual(["the same id", "the same id"]);
  });

  it("offers no second try where a rule says no", async () => {
    const open = new Command(() => Promise.reject(problem("not_allowed_in_state")));

    await open.run();

    expect(reports.list).toMatchObject([{ kind: "bad", text: "Lúc này chưa thực hiện được bước đó." }]);
    expect(reports.list[0]!.again).toBeUndefined();
  });

  it("leaves what goes wrong to its dialog when that shows it", async () => {
    const open = new Command(() => Promise.reject(problem("poll_closed")), { inPlace: true });

    await open.run();

    expect(open.problem?.code).toBe("poll_closed");
    expect(reports.list).toEqual([]);
  });

  it("does not swallow a defect", async () => {
    const broken = new Command(() => Promise.reject(new TypeError("a defect")));

    await expect(broken.run()).rejects.toThrow("a defect");
    expect(broken.busy).toBe(false);
  });
});
