/** What a pinch changes. */
interface Zoomed {
  zoom: () => number;
  zoomTo: (zoom: number) => void;
  /** Draw with the new zoom before the place under the fingers is put back. */
  drawn: () => Promise<void>;
}

const DOUBLE_TAP_MS = 300;
const DOUBLE_TAP_PX = 30;
const CLOSER = 2.2;

/**
 * Pinch, double tap and Ctrl + wheel on a column of pages that scrolls sideways in itself and downwards with the page. What
 * is under the fingers stays under them.
 */
export function pinching(column: HTMLElement, zoomed: Zoomed): () => void {
  let start: { distance: number; zoom: number } | undefined;
  let lastTap = { at: 0, x: 0, y: 0 };

  async function zoomAt(zoom: number, x: number, y: number) {
    const before = zoomed.zoom();
    const box = column.getBoundingClientRect();
    const left = column.scrollLeft + x - box.left;
    const top = y - box.top;
    zoomed.zoomTo(zoom);
    await zoomed.drawn();
    const factor = zoomed.zoom() / before;
    column.scrollLeft = left * factor - (x - box.left);
    scrollBy(0, top * (factor - 1));
  }

  const distance = ([a, b]: Touch[]) => Math.hypot(a!.clientX - b!.clientX, a!.clientY - b!.clientY);

  function touchstart(event: TouchEvent) {
    if (event.touches.length === 2) start = { distance: distance([...event.touches]), zoom: zoomed.zoom() };
  }
  function touchmove(event: TouchEvent) {
    if (start === undefined || event.touches.length !== 2) return;
    event.preventDefault();
    const [a, b] = [...event.touches] as [Touch, Touch];
    const zoom = start.zoom * (distance([a, b]) / start.distance);
    void zoomAt(zoom, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
  }
  function touchend(event: TouchEvent) {
    if (event.touches.length < 2) start = undefined;
  }
  function click(event: MouseEvent) {
    const { timeStamp: at, clientX: x, clientY: y } = event;
    const isDouble = at - lastTap.at < DOUBLE_TAP_MS && Math.hypot(x - lastTap.x, y - lastTap.y) < DOUBLE_TAP_PX;
    lastTap = isDouble ? { at: 0, x: 0, y: 0 } : { at, x, y };
    if (isDouble) void zoomAt(zoomed.zoom() > 1.05 ? 1 : CLOSER, x, y);
  }
  function wheel(event: WheelEvent) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    void zoomAt(zoomed.zoom() * Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }

  column.addEventListener("touchstart", touchstart, { passive: true });
  column.addEventListener("touchmove", touchmove, { passive: false });
  column.addEventListener("touchend", touchend);
  column.addEventListener("touchcancel", touchend);
  column.addEventListener("click", click);
  column.addEventListener("wheel", wheel, { passive: false });
  return () => {
    column.removeEventListener("touchstart", touchstart);
    column.removeEventListener("touchmove", touchmove);
    column.removeEventListener("touchend", touchend);
    column.removeEventListener("touchcancel", touchend);
    column.removeEventListener("click", click);
    column.removeEventListener("wheel", wheel);
  };
}
