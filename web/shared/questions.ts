import type { Question } from "./protocol.ts";

/** One candidate alone: not to vote for them is a vote against, never a blank. */
export const isAlone = ({ kind, options }: Question): boolean => kind === "election" && options.length === 1;
