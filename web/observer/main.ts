import "../shared/base.css";
import { mount } from "svelte";
import App from "./App.svelte";

// No service worker: whoever comes here once should not be given the delegate's pages to keep (web/build/shells.ts).
mount(App, { target: document.getElementById("app")! });
