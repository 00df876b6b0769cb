import type { components } from "../shared/api.d.ts";
import { api, got, Problem } from "../shared/http.ts";
import { forgetDelegate, keepNothingMore, seen } from "./kept.ts";

export type Me = components["schemas"]["Me"];

/** Who used this phone last: enough to read without network, and to see whether somebody else takes it over. */
interface Owner {
  me: Me;
  badge: string; // of the badge's code: see fingerprint()
}

const OWNER = "owner";

/** Whose page this is. */
export class Account {
  /** Undefined until known. */
  me = $state.raw<Me | null>();
  /** The server could not be asked; `me` is whom this phone knew last. */
  isRemembered = $state(false);
  /** The code of the badge whose address was opened. It stays in memory. */
  badge = $state("");
  /** The badge that was opened may be somebody else's. */
  isAnotherBadge = $state(false);

  constructor(badge: string) {
    this.badge = badge;
  }

  /** Find out who is signed in; without network, who was. */
  async load(): Promise<void> {
    const owner = await seen.read<Owner>(OWNER);
    try {
      const me = await got(api.GET("/api/v1/me"));
      if (me !== null && owner?.me.id !== me.id) {
        if (owner !== undefined) await forgetDelegate();
        await seen.write(OWNER, { me, badge: "" } satisfies Owner);
      }
      this.isRemembered = false;
      this.isAnotherBadge = me !== null && this.badge !== "" && owner?.badge !== fingerprint(this.badge);
      if (me !== null && !this.isAnotherBadge) this.badge = "";
      this.me = me;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.isRemembered = owner !== undefined;
      this.me = owner?.me ?? null;
    }
  }

  /** Sign in with the badge's code and its PIN. Throws {@link Problem}. */
  async signIn(badge: string, pin: string): Promise<void> {
    const me = await got(api.POST("/api/v1/sign-in/delegate", { body: { badge, pin } }));
    const owner = await seen.read<Owner>(OWNER);
    const isSomebodyElse = owner !== undefined && owner.me.id !== me.id;
    if (isSomebodyElse) await forgetDelegate();
    await seen.write(OWNER, { me, badge: fingerprint(badge) } satisfies Owner);
    // What this page still holds in memory is the other delegate's; a ballot of theirs must not leave as this one's.
    if (isSomebodyElse) return location.replace("/");
    this.badge = "";
    this.isAnotherBadge = false;
    this.me = me;
  }

  /** Stay who one is, although another badge was opened. */
  stay(): void {
    this.badge = "";
    this.isAnotherBadge = false;
  }

  /** Go on with the badge that was opened: its PIN is asked for. */
  change(): void {
    this.isAnotherBadge = false;
    this.me = null;
  }

  /** The server ended this sign-in. What was kept stays: the delegate may come back. */
  end(): void {
    this.me = null;
  }

  /** Sign out and leave nothing on this phone. */
  async signOut(): Promise<void> {
    await got(api.POST("/api/v1/sign-out"));
    keepNothingMore();
    await forgetDelegate();
    location.replace("/");
  }
}

/**
 * The code in the address that a badge's QR leads to (`/B/…`), which is then taken out of the address and the history: it
 * is half of a sign-in.
 */
export function takeBadge(): string {
  const code = /^\/b\/([^/]+)$/i.exec(location.pathname)?.[1] ?? "";
  if (code !== "") history.replaceState(null, "", "/");
  return decodeURIComponent(code);
}

/** What somebody typed off a badge, or pasted: the code alone. */
export function codeIn(text: string): string {
  const last = text.trim().split("/").pop() ?? "";
  return last.replace(/[\s-]/g, "").toUpperCase();
}

/** Tells one badge from another without keeping its code (FNV-1a, 32 of its 130 bits). */
export function fingerprint(code: string): string {
  let hash = 0x811c9dc5;
  for (const letter of codeIn(code)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(16);
}
