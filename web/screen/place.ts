/** What the address says: which screen, and whether the console only previews it. */
export interface Place {
  /** `null`: the screen that goes by the device's own name. */
  name: string | null;
  isPreview: boolean;
}

export function placeOf(query: string): Place {
  const asked = new URLSearchParams(query);
  return { name: asked.get("name") || null, isPreview: asked.has("preview") };
}
