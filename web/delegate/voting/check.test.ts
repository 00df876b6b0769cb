import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../shared/http.ts";
import type { Mine } from "../../shared/protocol.ts";
import { check } from "./check.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it.each([
  { isOver: true, asks: 0 },
  { isOver: false, asks: 1 },
])("asks for a result when its moment has come, unless nobody is signed in then: $isOver", async ({ isOver, asks }) => {
  vi.useFakeTimers();
  const asked = vi.spyOn(api, "GET").mockResolvedValue({ error: {}, response: new Response(null, { status: 401 }) } as never);

  const found = check("0193", { votes: true } as Mine, () => isOver).catch(() => undefined);
  await vi.runAllTimersAsync();

  expect(await found).toBeUndefined();
  expect(asked).toHaveBeenCalledTimes(asks);
});
