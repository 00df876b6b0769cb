/** Which of the four faces a page is. Each has a sign-in of its own, so that one browser may show several. */
export type Face = "delegate" | "console" | "screen" | "door";

export function face(path = location.pathname): Face {
  const first = path.split("/")[1];
  return first === "console" || first === "screen" || first === "door" ? first : "delegate";
}
