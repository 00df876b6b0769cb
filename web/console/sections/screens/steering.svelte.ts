import type { components } from "../../../shared/api.d.ts";
import { api, got } from "../../../shared/http.ts";
import { Command } from "../../command.svelte.ts";
import { t } from "./texts.ts";

export type Steering = components["schemas"]["Steer"]["scene"];

/** Scenes that are told by one press. */
export const SIMPLE = ["auto", "welcome", "agenda", "presence", "black"] as const;
/** Scenes that need to be told what of. */
export const CHOSEN = ["speaker", "poll", "page", "message"] as const;

export type Chosen = (typeof CHOSEN)[number];

/** Tells one screen what to show; two presses at once are one. */
export function steering(name: string, { inPlace = false } = {}): Command<[scene: Steering], Steering> {
  return new Command(
    async (scene: Steering) => {
      await got(api.PUT("/api/v1/screens/{name}/scene", { params: { path: { name } }, body: { scene } }));
      return scene;
    },
    { inPlace, done: (scene) => t("scene.done", { name, scene: t(`scene.${scene.kind}`) }) },
  );
}
