import type { Component } from "svelte";
import ClipboardList from "@lucide/svelte/icons/clipboard-list";
import Contact from "@lucide/svelte/icons/contact";
import FileText from "@lucide/svelte/icons/file-text";
import History from "@lucide/svelte/icons/history";
import KeyRound from "@lucide/svelte/icons/key-round";
import MessageSquareText from "@lucide/svelte/icons/message-square-text";
import Monitor from "@lucide/svelte/icons/monitor";
import UserCheck from "@lucide/svelte/icons/user-check";
import Vote from "@lucide/svelte/icons/vote";
import type { Permission } from "./who.svelte.ts";

/** What a section gets: the parts of the address behind its own name. */
export interface SectionProps {
  parts: string[];
}

type SectionName =
  | "programme"
  | "polls"
  | "presence"
  | "screens"
  | "roster"
  | "documents"
  | "opinions"
  | "journal"
  | "access";

/** One section of the console, loaded when it is first opened. */
export interface Section {
  name: SectionName;
  /** Its key after `g`, from the Vietnamese name. */
  letter: string;
  icon: Component;
  /** Roles without it do not see the section. */
  needs: Permission;
  load: () => Promise<{ default: Component<SectionProps> }>;
}

export const SECTIONS: readonly Section[] = [
  {
    name: "programme",
    letter: "c",
    icon: ClipboardList,
    needs: "see_console",
    load: () => import("./sections/programme/Programme.svelte"),
  },
  { name: "polls", letter: "b", icon: Vote, needs: "see_polls", load: () => import("./sections/polls/Polls.svelte") },
  {
    name: "presence",
    letter: "d",
    icon: UserCheck,
    needs: "see_console",
    load: () => import("./sections/presence/Presence.svelte"),
  },
  {
    name: "screens",
    letter: "m",
    icon: Monitor,
    needs: "steer_screens",
    load: () => import("./sections/screens/Screens.svelte"),
  },
  {
    name: "roster",
    letter: "l",
    icon: Contact,
    needs: "see_roster",
    load: () => import("./sections/roster/Roster.svelte"),
  },
  {
    name: "documents",
    letter: "t",
    icon: FileText,
    needs: "edit_documents",
    load: () => import("./sections/documents/Documents.svelte"),
  },
  {
    name: "opinions",
    letter: "y",
    icon: MessageSquareText,
    needs: "see_opinions",
    load: () => import("./sections/opinions/Opinions.svelte"),
  },
  {
    name: "journal",
    letter: "n",
    icon: History,
    needs: "see_journal",
    load: () => import("./sections/journal/Journal.svelte"),
  },
  {
    name: "access",
    letter: "k",
    icon: KeyRound,
    needs: "manage_access",
    load: () => import("./sections/access/Access.svelte"),
  },
];
