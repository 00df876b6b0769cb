/**
 * The service worker of the phone's pages, and whether a newer one waits.
 *
 * A new version never takes a page over by itself: somebody may be marking a paper. It waits until it is taken, or until
 * all pages are closed.
 */
class Updates {
  isReady = $state(false);
  private waiting: ServiceWorker | undefined;

  /** Install the worker; harmless where there is none (development, pages without HTTPS). */
  async begin(): Promise<void> {
    if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
    try {
      const registration = await navigator.serviceWorker.register("/sw.js");
      this.see(registration);
      registration.addEventListener("updatefound", () => {
        registration.installing?.addEventListener("statechange", () => this.see(registration));
      });
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") void registration.update().catch(() => {});
      });
    } catch {
      // private windows and pages without HTTPS: everything works, but nothing is kept
    }
  }

  /** Change over to the version that waits. */
  take(): void {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.waiting?.postMessage("take-over");
  }

  private see(registration: ServiceWorkerRegistration): void {
    // Without a controller this is the first worker ever, not a newer one.
    if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
    this.waiting = registration.waiting;
    this.isReady = true;
  }
}

export const updates = new Updates();
