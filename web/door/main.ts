import "../shared/deskRefusals.ts";
import "../shared/base.css";
import "./signals.css";
import { mount } from "svelte";
import { updates } from "../shared/updates.svelte.ts";
import App from "./App.svelte";

mount(App, { target: document.getElementById("app")! });
void updates.begin();
