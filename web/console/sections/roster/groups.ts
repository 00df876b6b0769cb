import { t } from "./texts.ts";

const KNOWN = {
  ex_officio: "basis.ex_officio",
  elected: "basis.elected",
  appointed: "basis.appointed",
  female: "value.female",
  male: "value.male",
  True: "value.True",
  False: "value.False",
  None: "value.none",
  "": "value.none",
} as const;

/** What a group of the report is called: the server's closed values are translated, what the roster says stays. */
export function groupText(group: string): string {
  return group in KNOWN ? t(KNOWN[group as keyof typeof KNOWN]) : group;
}
