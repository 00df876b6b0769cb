/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { groupsOf } from "./build/chunks.ts";
import { Shells } from "./build/shells.ts";

const SERVER = process.env.DIENHONG_SERVER ?? "http://127.0.0.1:8710";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const shells = new Shells();

const PAGES = {
  delegate: "index.html",
  console: "console/index.html",
  screen: "screen/index.html",
  door: "door/index.html",
  observer: "observer/index.html",
};

// Five pages over one shared library. Everything they need is in the build; nothing comes from elsewhere.
export default defineConfig({
  plugins: [
    svelte(),
    shells.plugin(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "worker",
      filename: "sw.ts",
      injectRegister: false, // pages register it themselves: inline scripts are forbidden
      manifest: false, // public/manifest.webmanifest; it belongs to the delegate's page alone
      injectManifest: {
        globPatterns: ["index.html"], // replaced by the list of the shells
        manifestTransforms: [async () => ({ manifest: shells.entries("dist") as never, warnings: [] })],
      },
    }),
  ],
  build: {
    outDir: "dist",
    target: ["chrome90", "firefox90", "safari14.1"], // phones of 2021
    assetsInlineLimit: 0, // the Content-Security-Policy allows no data: scripts, and hashed files cache better
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: {
      output: {
        codeSplitting: {
          groups: groupsOf({
            entries: Object.keys(PAGES).map((page) => here(`${page}/main.ts`)),
            entry: here("delegate/main.ts"),
            own: here("delegate"),
            lent: here("console/kiosk/Kiosk.svelte"),
          }),
        },
      },
      input: PAGES,
    },
  },
  server: { proxy: { "/api": { target: SERVER, ws: true } } },
  test: {
    environment: "happy-dom",
    include: ["**/*.test.ts"],
    exclude: ["node_modules", "dist"],
    isolate: false,
    setupFiles: ["tests/afresh.ts"],
  },
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
});
