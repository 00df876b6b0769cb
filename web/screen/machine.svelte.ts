const HIDE_CURSOR_MS = 3_000;

/** Keep the display awake while the calling component lives; browsers without wake lock, or over http, go on without. */
export function stayAwake(): void {
  $effect(() => {
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState !== "visible" || navigator.wakeLock === undefined) return;
      const got = await navigator.wakeLock.request("screen").catch(() => undefined); // low battery, power saving
      if (isOver) await got?.release();
      else lock = got;
    };
    void ask();
    document.addEventListener("visibilitychange", ask); // a hidden page loses its lock
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  });
}

/** Full screen by a double click or the key F, and back. */
export function fillDisplay(): void {
  $effect(() => {
    const toggle = () =>
      (document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen()).catch(
        () => {}, // a browser may forbid it
      );
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) void toggle();
    };
    addEventListener("dblclick", toggle);
    addEventListener("keydown", press);
    return () => {
      removeEventListener("dblclick", toggle);
      removeEventListener("keydown", press);
    };
  });
}

/** The mouse pointer goes when it has not moved for a while. */
export function hideCursor(): void {
  $effect(() => {
    const root = document.documentElement;
    let timer = 0;
    const move = () => {
      root.classList.remove("still");
      clearTimeout(timer);
      timer = window.setTimeout(() => root.classList.add("still"), HIDE_CURSOR_MS);
    };
    move();
    addEventListener("pointermove", move);
    return () => {
      clearTimeout(timer);
      root.classList.remove("still");
      removeEventListener("pointermove", move);
    };
  });
}
