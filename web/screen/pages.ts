/** Where a line stands in the list when all are shown, in pixels. */
export interface Line {
  top: number;
  bottom: number;
}

/**
 * Which lines go on which page: as few pages as `height` and `most` lines a page allow, and evenly filled, so that the last
 * page is not a leftover. Returns the number of the first line of each page.
 */
export function pagesOf(lines: readonly Line[], height: number, most: number): number[] {
  const fewest = filled(lines, height, most);
  for (let each = Math.ceil(lines.length / fewest.length); each < most; each++) {
    const even = filled(lines, height, each);
    if (even.length === fewest.length) return even;
  }
  return fewest;
}

function filled(lines: readonly Line[], height: number, most: number): number[] {
  const firsts = [0];
  lines.forEach((line, place) => {
    const first = firsts.at(-1)!;
    const isFull = place - first >= most || line.bottom - lines[first]!.top > height;
    if (isFull && place > first) firsts.push(place);
  });
  return firsts;
}
