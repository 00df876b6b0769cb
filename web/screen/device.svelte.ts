import { api, got, Problem } from "../shared/http.ts";
import { isPassing } from "../shared/refusals.ts";

const AGAIN_MS = 2_000;

/** Whether this device is enrolled, and as what. */
export class Device {
  /** `asking` until the server has answered for the first time. */
  step = $state<"asking" | "out" | "in">("asking");
  name = $state("");

  /** Ask the server who this is until it answers, for as long as the calling component lives. */
  ask(): void {
    $effect(() => {
      let timer = 0;
      const once = async () => {
        try {
          const me = await got(api.GET("/api/v1/me"));
          this.name = me?.name ?? "";
          this.step = me ? "in" : "out";
        } catch {
          timer = window.setTimeout(once, AGAIN_MS); // the server is away
        }
      };
      void once();
      return () => clearTimeout(timer);
    });
  }

  /** Enrol with the console's code; `null`, or the code of the refusal. */
  async enrol(code: string): Promise<string | null> {
    try {
      const me = await got(api.POST("/api/v1/sign-in/device", { body: { code: code.trim() } }));
      if (me.role !== "screen") {
        await got(api.POST("/api/v1/sign-out"));
        return "wrong_device";
      }
      this.name = me.name;
      this.step = "in";
      return null;
    } catch (problem) {
      if (problem instanceof Problem) return isPassing(problem.code) ? "unreachable" : problem.code;
      throw problem;
    }
  }
}
