/** Keep the device's screen on while the page is looked at. Returns how to stop; does nothing where it is not possible. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let stopped = false;
  const ask = async () => {
    if (stopped || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      if (stopped) await lock.release();
    } catch {
      // low battery, or the system says no: the door works all the same
    }
  };
  // The system takes the lock whenever the page is hidden.
  document.addEventListener("visibilitychange", ask);
  void ask();
  return () => {
    stopped = true;
    document.removeEventListener("visibilitychange", ask);
    void lock?.release();
  };
}
