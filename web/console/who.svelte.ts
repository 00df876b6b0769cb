import type { components } from "../shared/api.d.ts";
import { api, got, Problem } from "../shared/http.ts";

export type Me = components["schemas"]["Me"];
export type Permission = components["schemas"]["Permission"];

/** Why nobody is signed in: nobody ever was, the sign-in ended by itself, or the account is none of the staff's. */
export type Absence = "" | "ended" | "not_staff";

/** Who sits at this console, and what they may do. */
class Who {
  me = $state.raw<Me | null>(null);
  /** Whether it is known yet who it is. */
  known = $state(false);
  absence = $state<Absence>("");

  /** Ask the server whose cookie this is. Throws {@link Problem} when it cannot be reached. */
  async ask(): Promise<void> {
    this.#welcome(await got(api.GET("/api/v1/me")));
  }

  /** Throws {@link Problem}. */
  async signIn(login: string, password: string): Promise<void> {
    this.#welcome(await got(api.POST("/api/v1/sign-in/staff", { body: { login, password } })));
  }

  async signOut(): Promise<void> {
    await got(api.POST("/api/v1/sign-out"));
    this.#leave("");
  }

  /** The server does not know this sign-in any longer. */
  ended(): void {
    if (this.me !== null) this.#leave("ended");
  }

  may(permission: Permission): boolean {
    return this.me?.permissions.includes(permission) ?? false;
  }

  #welcome(me: Me | null): void {
    const isStaff = me === null || me.permissions.includes("see_console");
    this.me = isStaff ? me : null;
    this.absence = isStaff ? "" : "not_staff";
    this.known = true;
  }

  #leave(absence: Absence): void {
    this.me = null;
    this.absence = absence;
  }
}

export const who = new Who();

/** Whether a refusal means that somebody has to sign in again. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.code === "not_signed_in";
}
