/** Which of the four faces a page is. Each has a sign-in of its own, so that one browser may show several. */
export type Face = "delegate" | "console" | "screen" | "door";

export function face(path = location.pathname, query = location.search): Face {
  const first = path.split("/")[1];
  // The console frames a screen to preview it, with the sign-in that the console has.
  if (first === "screen" && new URLSearchParams(query).has("preview")) return "console";
  return first === "console" || first === "screen" || first === "door" ? first : "delegate";
}
