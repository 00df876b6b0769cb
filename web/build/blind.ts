/** What a browser loads that is asked for blind signatures alone (tests, `script/bench`): ours, and another's beside them. */
export { RSABSSA } from "@cloudflare/blindrsa-ts";
export { blind, finalise, importKey } from "../shared/blind_rsa.ts";
