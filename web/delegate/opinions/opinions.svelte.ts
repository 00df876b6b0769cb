import type { components } from "../../shared/api.d.ts";
import { api, got, Problem } from "../../shared/http.ts";
import { newId } from "../../shared/ids.ts";
import { drafts } from "../kept.ts";

export type Opinion = components["schemas"]["OpinionLine"];
export type Stance = components["schemas"]["Stance"];

/** What an opinion is about. */
export type Subject =
  | { kind: "item"; id: string; title: string }
  | { kind: "target"; id: string; title: string }
  | { kind: "document"; id: string; title: string; version: number; page: number; passage: string };

/** An opinion that is being written. Its id is made once, so that sending it again never makes a second one. */
export interface OpinionDraft {
  id: string;
  subject: Subject;
  stance: Stance;
  text: string;
}

const PREFIX = "opinion/";
const LONGEST_PASSAGE = 2000;

/** One draft for each thing; a passage is a thing of its own. */
function keyOf(subject: Subject): string {
  return subject.kind === "document"
    ? `${PREFIX}${subject.kind}/${subject.id}/${subject.page}/${subject.passage.slice(0, 80)}`
    : `${PREFIX}${subject.kind}/${subject.id}`;
}

export const opinionDrafts = {
  /** The draft about `subject`, or a new one. */
  open: async (subject: Subject): Promise<OpinionDraft> =>
    (await drafts.read<OpinionDraft>(keyOf(subject))) ?? { id: newId(), subject, stance: "amend", text: "" },
  keep: (draft: OpinionDraft): Promise<void> => drafts.write(keyOf(draft.subject), draft),
  drop: (draft: OpinionDraft): Promise<void> => drafts.remove(keyOf(draft.subject)),
  all: async (): Promise<OpinionDraft[]> => (await drafts.list<OpinionDraft>(PREFIX)).map(({ value }) => value),
};

/** Send an opinion, and drop its draft when it is there. Throws {@link Problem}. */
export async function sendOpinion(draft: OpinionDraft): Promise<Opinion> {
  const { subject, stance, text } = draft;
  const about =
    subject.kind === "item"
      ? { item_id: subject.id }
      : subject.kind === "target"
        ? { target_id: subject.id }
        : {
            document_id: subject.id,
            version: subject.version,
            page: subject.page,
            passage: subject.passage.slice(0, LONGEST_PASSAGE),
          };
  const sent = await got(
    api.PUT("/api/v1/opinions/{id}", { params: { path: { id: draft.id } }, body: { stance, text, passage: "", ...about } }),
  );
  await opinionDrafts.drop(draft);
  return sent;
}

/** All that this delegate has sent, the newest first. */
export class Opinions {
  all = $state.raw<Opinion[]>();
  problem = $state.raw<Problem>();

  constructor() {
    void this.load();
  }

  async load(): Promise<void> {
    try {
      const found: Opinion[] = [];
      let cursor: string | null | undefined;
      do {
        const query = cursor ? { cursor, limit: 200 } : { limit: 200 };
        const page = await got(api.GET("/api/v1/me/opinions", { params: { query } }));
        found.push(...page.items);
        cursor = page.next;
      } while (cursor);
      this.all = found.reverse();
      this.problem = undefined;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.problem = problem;
    }
  }
}
