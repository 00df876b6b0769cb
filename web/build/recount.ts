/** What a browser loads that is asked for a recount alone (`script/bench`), and for what it is measured against. */
export { fromBase64 } from "../shared/bytes.ts";
export { importKey } from "../shared/blind_rsa.ts";
export { paperMessage, voteMessage } from "../shared/secret_ballot.ts";
export { recount } from "../shared/urn.ts";
