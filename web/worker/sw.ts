/**
 * The service worker: keeps the delegate's page, the door's page, and the pages of documents that were read.
 *
 * Nothing else of the API is ever kept here, no state and nothing of a ballot: those are the page's own to keep. A newer
 * worker waits until a page tells it to take over.
 */
import { ExpirationPlugin } from "workbox-expiration";
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { KEPT_PAGES, OPENED_PAGES } from "./caches.ts";
import { Door, type ShellEntry } from "./door.ts";

declare const self: ServiceWorkerGlobalScope;

const DOCUMENT_PAGE = /^\/api\/v1\/documents\/[^/]+\/versions\/\d+\/pages\/\d+\/(small\.webp|large\.webp|text)$/;
const DELEGATE_PAGE = /^\/(b\/[^/]+)?$/i;
const MOST_OPENED = 400; // pages and texts; some 40 MB
const LONGEST_OPENED_S = 30 * 24 * 3600;

const shells = self.__WB_MANIFEST as ShellEntry[]; // written in by the build
const door = new Door(shells.filter((entry) => entry.door === true));

cleanupOutdatedCaches();
precacheAndRoute(
  shells.filter((entry) => entry.door !== true),
  { cleanURLs: false, directoryIndex: "" },
);

const delegatePage = createHandlerBoundToURL("/");
registerRoute(({ request, url }) => request.mode === "navigate" && DELEGATE_PAGE.test(url.pathname), delegatePage);

registerRoute(
  ({ request, url }) => request.mode === "navigate" && /^\/door\/?$/.test(url.pathname),
  ({ request, event }) => {
    (event as ExtendableEvent).waitUntil(door.keep().catch(() => {})); // tried again the next time
    return door.answer("/door", request);
  },
);
registerRoute(
  ({ url }) => door.holds(url.pathname),
  ({ request, url }) => door.answer(url.pathname, request),
);

// A version's pages never change: what is here is right.
const opened = new CacheFirst({
  cacheName: OPENED_PAGES,
  matchOptions: { ignoreVary: true },
  plugins: [
    new ExpirationPlugin({ maxEntries: MOST_OPENED, maxAgeSeconds: LONGEST_OPENED_S, purgeOnQuotaError: true }),
  ],
});
registerRoute(
  ({ url }) => DOCUMENT_PAGE.test(url.pathname),
  async ({ request, event }) => {
    const kept = await (await caches.open(KEPT_PAGES)).match(request, { ignoreVary: true });
    return kept ?? opened.handle({ request, event });
  },
);

self.addEventListener("install", (event) => event.waitUntil(door.renew()));
self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      await self.clients.claim();
      await door.prune();
      const windows = await self.clients.matchAll({ type: "window" });
      if (windows.some(({ url }) => new URL(url).pathname.startsWith("/door"))) await door.keep().catch(() => {});
    })(),
  );
});
self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});
