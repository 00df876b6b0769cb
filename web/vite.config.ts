/// <reference types="vitest/config" />
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const SERVER = process.env.DIENHONG_SERVER ?? "http://127.0.0.1:8710";

// Four pages over one shared library. Everything they need is in the build; nothing comes from elsewhere.
export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: "dist",
    target: ["chrome90", "firefox90", "safari14.1"], // phones of 2021
    assetsInlineLimit: 0, // the Content-Security-Policy allows no data: scripts, and hashed files cache better
    modulePreload: { polyfill: false },
    sourcemap: false,
    rollupOptions: {
      input: {
        delegate: "index.html",
        console: "console/index.html",
        screen: "screen/index.html",
        door: "door/index.html",
      },
    },
  },
  server: { proxy: { "/api": { target: SERVER, ws: true } } },
  test: { environment: "happy-dom", include: ["**/*.test.ts"], exclude: ["node_modules", "dist"] },
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
});
