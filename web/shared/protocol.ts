// Generated from the server's states and frames. Do not edit.

/** The sitting's items around the current one. */
export interface AgendaScene {
  kind: "agenda";
  sitting_vi: string;
  sitting_en: string;
  current: string | null;
  items: ItemOnProgramme[];
}

/**
 * What is marked in one question; without marks it is blank.
 *
 * A mark is an option's key, or a key and what is said of it, `"an=yes"`, `"an=7"`; each kind has its own form.
 */
export interface Answer {
  question: number;
  options: string[];
}

/** One option: label, mandates (of a score, points), share of the rule's base; `note` is what else its kind says. */
export interface Bar {
  option: string;
  label_vi: string;
  label_en: string;
  mandates: number;
  /** "1.234" */
  number: string;
  /** "99,5 %" */
  share: string;
  chosen: boolean;
  tied: boolean;
  note_vi: string;
  note_en: string;
}

/** The whole that a fraction is taken of, in mandates. */
export type Base = "cast" | "entitled" | "present" | "valid";

/** Nothing. */
export interface BlackScene {
  kind: "black";
}

/** How a nominee stands to it. Whoever does not answer stays on the list. */
export type Candidacy = "accepted" | "nominated" | "withdrawn";

/** What a paper says of the person behind an option; their name is the option's label. */
export interface Candidate {
  option: string;
  birth_year: number | null;
  position_vi: string;
  delegation_vi: string;
  biography_vi: string;
}

/**
 * One voter's paper. `ballot_id` is made by the phone, once for each ballot, and makes repeats harmless.
 *
 * `replaces` names the voter's earlier ballot, in polls where it can be changed.
 */
export interface CastBallot {
  ballot_id: string;
  poll_id: string;
  answers: Answer[];
  replaces?: string | null;
}

/**
 * Put this ballot in. Answered with `counted` when it is durable, or with `refused`.
 *
 * Sending the same ballot again, on this socket, another one or by `POST`, gets the same receipt.
 */
export interface CastFrame {
  type: "cast";
  /** What the client calls this frame; comes back in the answer. */
  ref: string;
  ballot: CastBallot;
}

/** One option that all questions share. */
export interface Column {
  label_vi: string;
  label_en: string;
}

/** How a target's value is meant. */
export type Comparator = "at_least" | "more_than" | "reach";

/** What has been decided. */
export type Conclusion = "adopted" | "chosen" | "elected" | "none_chosen" | "rejected" | "tied" | "too_few";

/** That one side (`chair` or `teller`) wants the poll to take a step which takes both. */
export interface Confirmed {
  step: Step;
  side: string;
  name: string;
}

/** The ballot is durable and will be counted. */
export interface Counted {
  type: "counted";
  ref: string;
  receipt: Receipt;
}

/** The state that the client holds of the topic is the newest. Sent only in answer to a subscription. */
export interface Current {
  type: "current";
  topic: string;
  etag: string;
}

/** One delegation: who may vote, how many have, and some of those who have not. */
export interface DelegationMissing {
  code: string;
  name: string;
  voters: number;
  ballots: number;
  /** names, the first ten in the order of their numbers */
  missing: string[];
}

/** Official delegates of one delegation. */
export interface DelegationPresence {
  code: string;
  name: string;
  summoned: number;
  present: number;
}

/** What the console shows beside its lists: the last control actions, and how many opinions have come. */
export interface Desk {
  journal_number: number;
  journal_hash: string;
  last_actions: string[];
  opinions: number;
}

/** Which way a scan counts. A scan never toggles. */
export type Direction = "entry" | "exit";

/** All documents for the console, held back ones and the progress of drawing included. */
export interface DocumentDesk {
  documents: DocumentOnDesk[];
}

/** A document in a list. `version` and `pages` are of the newest version that can be read, if there is one. */
export interface DocumentLine {
  id: string;
  kind: string;
  title_vi: string;
  title_en: string;
  position: number;
  published: boolean;
  version: number | null;
  pages: number;
  bytes: number;
  item_ids: string[];
}

/** A document with how far its newest version is drawn (`None`: nothing was uploaded). */
export interface DocumentOnDesk {
  document: DocumentLine;
  newest: VersionLine | null;
}

/** Where a version's pages stand. Only `ready` ones are read; `failed` says why and holds no pages. */
export type DocumentState = "failed" | "ready" | "rendering";

/** The documents that everybody may read now, in order. */
export interface Documents {
  documents: DocumentLine[];
}

/** One door at this sitting. */
export interface DoorCount {
  door: string;
  entries: number;
  exits: number;
  refused: number;
  conflicts: number;
}

/** Two options of a ranking: the mandates that prefer each, and the strongest path from each to the other. */
export interface Duel {
  one: string;
  other: string;
  for_one: number;
  for_other: number;
  path_one: number;
  path_other: number;
}

/** Whom opening a poll lets vote. Always official delegates with recognised credentials. */
export type ElectorateKind = "all_official" | "present";

/**
 * All that a phone needs now: where the congress stands, the papers that are announced or open, and nominations.
 *
 * `last_result` is the poll whose result was published last.
 */
export interface Floor {
  congress_vi: string;
  congress_en: string;
  announcement_vi: string;
  announcement_en: string;
  sitting_vi: string;
  sitting_en: string;
  item: ItemOnProgramme | null;
  next_item: ItemOnProgramme | null;
  polls: PollOnFloor[];
  nominations: NominationsOnFloor[];
  last_result: string | null;
}

/**
 * Printed papers that came back (`papers`); of them `invalid` and `blank` ones; and how often each option or
 * candidate is marked on the others.
 */
export interface HandCount {
  papers: number;
  invalid: number;
  blank: number;
  marks: Record<string, number>;
}

/** The first frame on every socket. */
export interface Hello {
  type: "hello";
  /** For countdowns: the client's clock may be wrong. */
  server_time: string;
  /** The app's version; a client of another version reloads itself. */
  version: string;
  /** Bytes a message from the client may have. */
  largest_frame: number;
}

/** One agenda item: as planned (`starts_at`, `minutes`) and as it went (`began_at`, `ended_at`). */
export interface ItemOnProgramme {
  id: string;
  kind: string;
  title_vi: string;
  title_en: string;
  presenter: string;
  /** orders items within their sitting; there may be gaps */
  position: number;
  starts_at: string;
  minutes: number;
  progress: Progress;
  began_at: string | null;
  ended_at: string | null;
}

/**
 * When a proposal is adopted. *More than half* and *at least half* are different rules.
 *
 * `text_vi`, `text_en` and `source` are shown beside every percentage that the rule decides.
 */
export interface MajorityRule {
  numerator: number;
  denominator: number;
  exactly_suffices: boolean;
  base: Base;
  text_vi: string;
  text_en: string;
  source: string;
}

/** A short text in large letters. */
export interface MessageScene {
  kind: "message";
  text_vi: string;
  text_en: string;
}

/**
 * What concerns one delegate: presence, whether they vote at all, and their receipts of the polls under way.
 *
 * `open_polls` are those whose voters were fixed when this was made: open ones, and secret ones from announcing on;
 * of them, `may_vote_in` is certain. `papers` are the secret polls among them in which this delegate has a paper.
 * A poll that opened since touches nobody's own state (it would be one rendering a delegate, at the very moment when
 * all vote): there a phone goes by `votes` and `is_present`, and the answer to the cast decides. Whoever holds
 * proxies is told, though: `on_behalf` says for whom else they vote in which of the `open_polls`.
 */
export interface Mine {
  delegate_id: string;
  number: string;
  full_name: string;
  delegation: string;
  seat: string;
  /** one's own; in a poll those of `on_behalf` come to them */
  mandates: number;
  /** names of those whose mandates one carries wherever they are absent */
  holds_proxies: string[];
  /** the name of who carries one's own; empty: nobody */
  gives_proxy_to: string;
  is_present: boolean;
  votes: boolean;
  open_polls: string[];
  may_vote_in: string[];
  papers: string[];
  on_behalf: OnBehalf[];
  ballots: MyBallot[];
  /** opinions of mine that have been answered */
  answers: number;
}

/**
 * Who has not voted yet, by delegation; in a secret poll who has no paper (`ballots` counts papers there), since
 * nobody can know more. For the console; never what anybody marked.
 */
export interface Missing {
  poll_id: string;
  ballots: number;
  electorate: number;
  delegations: DelegationMissing[];
}

/** What brought a round about. */
export type Moved = "exclusion" | "first" | "rest" | "surplus";

/** A ballot of mine that is in: its receipt. */
export interface MyBallot {
  ballot_id: string;
  poll_id: string;
  cast_at: string;
}

/** What concerns one delegate in the nominations that are on the floor. */
export interface MyNominations {
  delegate_id: string;
  polls: MyNominationsIn[];
}

/**
 * One delegate in one election: whom they nominated, and whether they are nominated themselves (`candidacy`), by
 * whom (the first of them) and how often.
 */
export interface MyNominationsIn {
  poll_id: string;
  candidacy: Candidacy | null;
  stands: boolean;
  by: string[];
  times: number;
  nominated: string[];
}

/** Who is on the list of an election, in the order in which they were nominated; for delegates. */
export interface Nominations {
  poll_id: string;
  is_open: boolean;
  nominees: NomineeOnList[];
}

/**
 * The nominations of a poll for the console. `takes` says whether the poll, as it stands, has one election to
 * nominate for; `opened_at` is `None` as long as nobody was called on to.
 */
export interface NominationsAtDesk {
  poll_id: string;
  takes: boolean;
  seats: number;
  is_open: boolean;
  opened_at: string | null;
  closed_at: string | null;
  nominees: NomineeAtDesk[];
}

/**
 * An election that people are nominated for (`is_open`), or were, and that has not opened yet: until then whoever is
 * on its list can withdraw.
 */
export interface NominationsOnFloor {
  poll_id: string;
  number: number;
  title_vi: string;
  title_en: string;
  seats: number;
  is_open: boolean;
}

/**
 * One nominee as the console decides on them: `by` are the first who nominated them, `times` is how many did.
 *
 * `is_left_out` is the decision not to put them on the paper, `is_on_paper` whether the draft names them now.
 */
export interface NomineeAtDesk {
  delegate_id: string;
  number: string;
  full_name: string;
  birth_year: number | null;
  position: string;
  delegation: string;
  candidacy: Candidacy;
  stands: boolean;
  by: string[];
  times: number;
  is_left_out: boolean;
  is_on_paper: boolean;
}

/** One nominee as everybody in the hall sees them. `times` is how many have nominated them. */
export interface NomineeOnList {
  delegate_id: string;
  number: string;
  full_name: string;
  delegation: string;
  candidacy: Candidacy;
  /** themselves (ứng cử) */
  stands: boolean;
  times: number;
}

/** For whom else somebody votes in a poll: names in the order of numbers, and the mandates of all of them. */
export interface OnBehalf {
  poll_id: string;
  names: string[];
  mandates: number;
}

/** One poll, for whoever looks at it. */
export interface OnePoll {
  poll: PollOnFloor;
}

/** One thing that can be marked. */
export interface Option {
  key: string;
  label_vi: string;
  label_en: string;
}

/**
 * What one question came to.
 *
 * `needed` is the smallest number of mandates that satisfied the rule (`None` for a relative majority); of single
 * transferable votes, the quota. `rounds` and `duels` are the sheet of a count of rankings.
 */
export interface Outcome {
  question: number;
  conclusion: Conclusion;
  chosen: string[];
  base: Base;
  whole: number;
  needed: number | null;
  standings: Standing[];
  tied: string[];
  rounds: Round[];
  duels: Duel[];
}

/** A page of a document: its picture by address, which never changes. */
export interface PageScene {
  kind: "page";
  title_vi: string;
  title_en: string;
  page: number;
  pages: number;
  picture: string;
}

/** Everything that is on the paper of one poll. */
export interface Paper {
  questions: Question[];
  allows_blank: boolean;
}

/** Are you there, and what time is it? Answered with `pong`. */
export interface Ping {
  type: "ping";
  /** The client's clock, in any unit; it comes back unchanged. */
  sent_at: number;
}

/** One poll for the console, from the draft on; never what anybody marked before it is published. */
export interface PollAtDesk {
  poll: PollLine;
}

/**
 * A poll as the console sees it, with the steps that are possible now, the usual one first.
 *
 * `present` and `entitled` are mandates as counted at opening. `tally` is there once it is published.
 */
export interface PollLine {
  id: string;
  number: number;
  title_vi: string;
  title_en: string;
  item_id: string | null;
  secrecy: Secrecy;
  secret_mode: SecretMode;
  state: PollState;
  paper: Paper;
  electorate_kind: ElectorateKind;
  delegation_codes: string[];
  delegate_numbers: string[];
  late_arrivals: boolean;
  visibility: Visibility;
  seconds: number | null;
  two_persons: boolean;
  may_change: boolean;
  beside_others: boolean;
  confirmed: Confirmed[];
  opened_at: string | null;
  closes_at: string | null;
  closed_at: string | null;
  electorate: number;
  present: number | null;
  entitled: number | null;
  had_quorum: boolean | null;
  annulled_because: string;
  steps: Step[];
  tally: PublishedTally | null;
  secret: SecretOnFloor | null;
  printed: PrintedPapers | null;
  represented: RepresentedBy[];
}

/** A poll in the console's list, with the steps that are possible, the usual one first. */
export interface PollOnDesk {
  id: string;
  number: number;
  title_vi: string;
  title_en: string;
  item_id: string | null;
  secrecy: Secrecy;
  state: PollState;
  questions: number;
  closes_at: string | null;
  two_persons: boolean;
  steps: Step[];
}

/** A poll as everybody sees it: text and rules from announcing on, result from publishing on. */
export interface PollOnFloor {
  id: string;
  number: number;
  title_vi: string;
  title_en: string;
  secrecy: Secrecy;
  state: PollState;
  paper: Paper;
  electorate_kind: ElectorateKind;
  /** some delegations or a named list: only whoever finds it in `may_vote_in` votes */
  is_for_some: boolean;
  late_arrivals: boolean;
  visibility: Visibility;
  /** a ballot that is in, until the poll closes */
  may_change: boolean;
  seconds: number | null;
  opened_at: string | null;
  /** by the server's clock: correct yours by `hello` and `pong` */
  closes_at: string | null;
  closed_at: string | null;
  /** people who may vote; from opening on */
  electorate: number | null;
  /** mandates, as counted at opening */
  present: number | null;
  /** mandates summoned */
  entitled: number | null;
  annulled_because: string;
  /** the congress's signed word on the ballots that were counted; from publishing on */
  checkpoint: string;
  /** of secret polls */
  secret: SecretOnFloor | null;
  tally: PublishedTally | null;
}

/**
 * A poll without its result. `rule_vi` is empty where the questions differ in their rule.
 *
 * `electorate` is 0 before opening. `ballots`, `turnout` and `turnout_share` are `None` before opening and
 * if the poll hides its turnout. `marks` is how an open poll of one question stands, if it is one where everybody
 * may see that; of many questions the hall sees the turnout until they are published.
 */
export interface PollScene {
  kind: "poll";
  poll_id: string;
  number: number;
  title_vi: string;
  title_en: string;
  state: PollState;
  secrecy: Secrecy;
  questions: QuestionTitle[];
  rule_vi: string;
  rule_en: string;
  /** how long it stays open; None: until closed by hand */
  seconds: number | null;
  opened_at: string | null;
  closes_at: string | null;
  electorate: number;
  electorate_text: string;
  ballots: number | null;
  /** "612 / 644" */
  turnout: string | null;
  /** "95,0 %" */
  turnout_share: string | null;
  annulled_because: string;
  marks: RunningMark[] | null;
  /** of the key that signs papers, of a secret poll */
  key: Sign | null;
  /** "612 / 650" papers are out, of a secret poll */
  papers: string | null;
}

/** Where a poll stands. */
export type PollState = "announced" | "annulled" | "closed" | "draft" | "open" | "published";

/** All polls, for the console (the newest 300). */
export interface Polls {
  polls: PollOnDesk[];
}

/** The answer to `ping`. Half the way there and back is how long `server_time` is old. */
export interface Pong {
  type: "pong";
  sent_at: number;
  server_time: string;
}

/**
 * Who is in the hall, in people. `summoned` are the official delegates whom the credentials board has not rejected
 * and nobody has replaced; `needed` of them make a quorum.
 */
export interface PresenceReading {
  sitting_vi: string;
  sitting_en: string;
  summoned: number;
  present: number;
  needed: number;
  has_quorum: boolean;
  rule_vi: string;
  rule_en: string;
  /** summoned, absent, and with a notice */
  excused: number;
  /** present */
  alternates: number;
  /** present, press included */
  guests: number;
  delegations: DelegationPresence[];
}

/** Presence and quorum. */
export interface PresenceScene {
  kind: "presence";
  presence: PresenceReading;
  /** "1.234" */
  present_number: string;
  summoned_number: string;
  needed_number: string;
  /** "98,6 %" of those summoned */
  share: string;
  conclusion_vi: string;
  conclusion_en: string;
}

/**
 * Printed papers of a secret poll: how many are out, which tellers have entered a count, and whether two agree.
 *
 * What they entered is told to nobody: the second one counts without knowing what the first one found.
 */
export interface PrintedPapers {
  given: number;
  entered_by: string[];
  agreed: boolean;
}

/** The whole programme, and where the congress stands in it. */
export interface Programme {
  name_vi: string;
  name_en: string;
  motto_vi: string;
  motto_en: string;
  place_vi: string;
  place_en: string;
  sittings: SittingOnProgramme[];
}

/** Where a sitting or an item stands. At most one sitting, and one item, is current. */
export type Progress = "current" | "done" | "planned";

/** The result: marks in mandates, ballots in people, and what the rules make of it. */
export interface PublishedTally {
  ballots: number;
  mandates: number;
  questions: QuestionTally[];
  outcomes: Outcome[];
  /** the part of it that was counted by hand, on printed papers */
  hand: HandCount | null;
}

/**
 * One question of a paper.
 *
 * `rule` decides it; `None` on a choice means that the most marked options win (relative majority). In an election
 * `max_marks` are the seats, and with `by_crossing_out` the paper is the Vietnamese one: whoever is not struck is
 * voted for. Where each option gets a mark of its own (approval, ranking, score) `max_marks` are the places to fill;
 * any number of options may be marked. `most_points` bounds the points of a score, `counted_by` is for rankings.
 */
export interface Question {
  number: number;
  kind: QuestionKind;
  title_vi: string;
  title_en: string;
  text_vi: string;
  text_en: string;
  /** none: candidates are still nominated */
  options: Option[];
  min_marks: number;
  max_marks: number;
  rule: MajorityRule | null;
  target_id: string | null;
  candidates: Candidate[];
  by_crossing_out: boolean;
  most_points: number;
  counted_by: RankingMethod;
}

/** How a question is answered and decided; each has its module in `voting.kinds`. */
export type QuestionKind = "approval" | "choice" | "election" | "motion" | "ranking" | "score";

/** One question, counted in mandates. `cast` = `valid` + `blank` + `invalid` (of printed papers alone). */
export interface QuestionTally {
  question: number;
  /** mark (`Answer.options`) → mandates that made it; of a ranking, the first preferences */
  marks: Record<string, number>;
  valid: number;
  blank: number;
  cast: number;
  invalid: number;
}

/** What one question asks. */
export interface QuestionTitle {
  title_vi: string;
  title_en: string;
}

/** How rankings are counted. */
export type RankingMethod = "schulze" | "stv";

/** The ballot is durable and will be counted. The same ballot sent again gets the same receipt. */
export interface Receipt {
  ballot_id: string;
  poll_id: string;
  cast_at: string;
}

/**
 * How many phones have verified a result, and where the papers of a secret poll have gone, once it is over; the latter
 * is `None` of a recorded poll.
 *
 * `cast` and `unaccounted` are told with the result. `unaccounted` are papers that were neither cast nor given
 * back: phones that are off. Below zero it says that there are more ballots and voids than papers.
 */
export interface Reckoning {
  poll_id: string;
  /** given out on phones */
  papers: number | null;
  cast: number | null;
  void: number | null;
  unaccounted: number | null;
  /** phones that have found the published root to hold, one a delegate */
  verified: number;
}

/**
 * A rule says no. The socket lives on.
 *
 * It answers the frame with this `ref`, or the subscription to this `topic`; a topic that ceases to exist is
 * refused later, without being asked.
 */
export interface Refused {
  type: "refused";
  /** Stable; what clients branch on and translate. */
  code: string;
  /** For developers, in English. */
  detail: string;
  /** The data of this refusal, by name. */
  facts?: Record<string, unknown>;
  /** What the client called the refused frame. */
  ref?: string | null;
  topic?: string | null;
}

/** A voter with the absent delegates whose mandates they carry too, each by number and name. */
export interface RepresentedBy {
  holder: string;
  givers: string[];
  /** of the givers */
  mandates: number;
}

/** One question of a published poll. `whole` is what shares are taken of; `needed` is empty without a rule. */
export interface ResultLine {
  question: number;
  title_vi: string;
  title_en: string;
  bars: Bar[];
  blank: number;
  blank_number: string;
  conclusion: Conclusion;
  conclusion_vi: string;
  conclusion_en: string;
  whole: number;
  /** "trên 644 đại biểu có mặt" */
  base_vi: string;
  base_en: string;
  /** mandates, "323" */
  needed: string;
  rule_vi: string;
  rule_en: string;
}

/**
 * The result of a poll, one line a question; the screen pages when there are many.
 *
 * `columns` are the options of every line, in their order; empty if lines differ in them or there are too many.
 */
export interface ResultScene {
  kind: "result";
  poll_id: string;
  number: number;
  title_vi: string;
  title_en: string;
  summary_vi: string;
  summary_en: string;
  ballots: number;
  electorate: number;
  /** "641 / 644" */
  turnout: string;
  columns: Column[];
  lines: ResultLine[];
  /** how many of the ballots were printed papers */
  hand_vi: string;
  hand_en: string;
  /** where secret papers have gone, how many phones have verified the count */
  checked_vi: string;
  checked_en: string;
  /** of the tree over all ballots, as the congress signed it */
  root: Sign | null;
}

/**
 * One round of single transferable votes. `votes` (in the paper's order of options) and `lost`, which no further
 * preference takes up, are in parts of a mandate (:data:`UNIT`), as they stand after the round.
 */
export interface Round {
  moved: Moved;
  /** whose votes were transferred */
  of: string[];
  votes: number[];
  lost: number;
  elected: string[];
}

/** How one option stands while the poll is open, in mandates; of a score, in points. */
export interface RunningMark {
  option: string;
  label_vi: string;
  label_en: string;
  mandates: number;
  /** "1.234" */
  number: string;
}

/** One of the last scans. What was `undone` stays in the list. */
export interface ScanLine {
  id: number;
  at: string;
  door: string;
  direction: Direction;
  verdict: Verdict;
  conflict: boolean;
  undone: boolean;
  name: string;
}

/** A projected screen, and the scene that it was told: its kind, `auto` if it follows the session, and of what. */
export interface ScreenOnDesk {
  id: string;
  name: string;
  title: string;
  steering: string;
  /** whose page it shows, for turning pages */
  document_id: string | null;
}

/** What one screen shows now, complete. `title` is what people call the screen; the rest is for the hall. */
export interface ScreenState {
  name: string;
  title: string;
  /** the kind of scene that it was told, "auto" if it follows the session */
  steering: string;
  congress_vi: string;
  congress_en: string;
  announcement_vi: string;
  announcement_en: string;
  scene: WelcomeScene | AgendaScene | SpeakerScene | PresenceScene | PollScene | ResultScene | PageScene | MessageScene | BlackScene;
}

/** Which screens there are, for the console. What each shows now is in its own topic. */
export interface Screens {
  screens: ScreenOnDesk[];
}

/** Whether ballots carry names (công khai) or cannot (bỏ phiếu kín). */
export type Secrecy = "recorded" | "secret";

/** When the key of a secret poll's papers is destroyed. */
export type SecretMode = "attended" | "strict";

/**
 * By which key papers are signed, and until when they are given out.
 *
 * `papers` is how many there are: `None` while they are given out, where the turnout has it. `late_batch` is how
 * many people have to ask for late papers until they get them; `None` in a strict poll, which has none.
 */
export interface SecretOnFloor {
  mode: SecretMode;
  /** SubjectPublicKeyInfo in base64 */
  key: string;
  /** its SHA-256 in hex: what the screen shows, and the one key that a phone takes */
  fingerprint: string;
  papers_until: string;
  papers: number | null;
  late_batch: number | null;
}

/** `rows` are the modules of a QR code, dark ones as `1`, without a margin. */
export interface Sign {
  /** "3F2A 91C0 …" */
  text: string;
  rows: string[];
}

/** One sitting with its items in order. */
export interface SittingOnProgramme {
  id: string;
  number: number;
  title_vi: string;
  title_en: string;
  starts_at: string;
  ends_at: string;
  progress: Progress;
  items: ItemOnProgramme[];
}

/**
 * Who has the floor. After `ends_at` the screen counts the overtime up; both by the server's clock.
 *
 * `item_vi` is the agenda item being dealt with; empty if there is none.
 */
export interface SpeakerScene {
  kind: "speaker";
  name: string;
  title_vi: string;
  title_en: string;
  item_vi: string;
  item_en: string;
  started_at: string;
  ends_at: string;
}

/**
 * How one option stands: mandates (of a score, points), and their share of the rule's base as text for people.
 *
 * `against` and `abstained` are there where each option is voted on by itself.
 */
export interface Standing {
  option: string;
  mandates: number;
  share: string;
  against: number | null;
  abstained: number | null;
}

/**
 * How things are now, completely. The newest overwrites everything known of the topic.
 *
 * In between, states may be left out: a client that is slow, or was away, gets the newest only.
 */
export interface StateFrame {
  type: "state";
  topic: string;
  /** Name it on the next subscription, and the state comes only if it differs. */
  etag: string;
  /** The state of the topic; see the page of states. */
  state: unknown;
}

/** The doors: their counters at the current sitting and the last scans. */
export interface Stations {
  doors: DoorCount[];
  last: ScanLine[];
}

/** What moves a poll on. */
export type Step = "announce" | "annul" | "close" | "open" | "publish";

/**
 * Send me these topics from now on.
 *
 * For each topic the server answers once with `state`, `current` or `refused`, and from then on sends `state`
 * whenever it changes. Subscribing again is harmless and is answered again.
 */
export interface Subscribe {
  type: "subscribe";
  /** Name of each topic, with the etag of the state that the client holds of it, or null. */
  topics: Record<string, string | null>;
}

/**
 * How far a poll has come, at most five times a second. `ballots` is `None` if the poll hides its turnout;
 * `marks` (mandates by question and option) is there only while a poll runs openly. `papers` is how many papers of
 * a secret poll are out; its ballots are told in round numbers while it is open. `waiting` is how many people wait
 * for late papers, where there are any.
 */
export interface TallyReading {
  poll_id: string;
  state: PollState;
  ballots: number | null;
  electorate: number;
  marks: Record<string, number>[] | null;
  papers: number | null;
  waiting: number | null;
}

/** A target with its id and the value as people read it. */
export interface TargetLine {
  code: string;
  position: number;
  statement_vi: string;
  statement_en: string;
  group_vi: string;
  group_en: string;
  comparator: Comparator;
  value: string;
  unit_vi: string;
  unit_en: string;
  period_vi: string;
  period_en: string;
  baseline: string | null;
  baseline_year: number | null;
  id: string;
  /** "≥ 85 %" */
  goal_vi: string;
  goal_en: string;
}

/** The targets of the draft resolution, in order. */
export interface Targets {
  targets: TargetLine[];
}

/** Send me these topics no longer. Not answered; unknown names are ignored. */
export interface Unsubscribe {
  type: "unsubscribe";
  topics: string[];
}

/** The closed list of answers to a scan (`field/congress.md` §1.5). */
export type Verdict = "already_present" | "ambiguous" | "device_revoked" | "exit_without_entry" | "not_on_list" | "ok" | "outside_window" | "replaced_by_alternate" | "revoked" | "suspended" | "unknown_code";

/** One version and how far it is drawn. */
export interface VersionLine {
  number: number;
  file_name: string;
  bytes: number;
  pages: number;
  pages_ready: number;
  state: DocumentState;
  failure: string;
  uploaded_at: string;
}

/** What is shown while a poll is open. */
export type Visibility = "hidden" | "running" | "turnout";

/** Name and motto; the screen adds a clock. */
export interface WelcomeScene {
  kind: "welcome";
  name_vi: string;
  name_en: string;
  motto_vi: string;
  motto_en: string;
  place_vi: string;
  place_en: string;
}

/** What clients send. */
export type ClientFrame = Subscribe | Unsubscribe | Ping | CastFrame;

/** What the server sends. */
export type ServerFrame = Hello | StateFrame | Current | Refused | Pong | Counted;

/** The state behind each topic. */
export interface States {
  floor: Floor;
  programme: Programme;
  documents: Documents;
  targets: Targets;
  [topic: `poll/${string}`]: OnePoll;
  [topic: `tally/${string}`]: TallyReading;
  [topic: `me/${string}`]: Mine;
  [topic: `nominations/${string}`]: Nominations;
  [topic: `my-nominations/${string}`]: MyNominations;
  presence: PresenceReading;
  [topic: `screen/${string}`]: ScreenState;
  stations: Stations;
  desk: Desk;
  "document-desk": DocumentDesk;
  screens: Screens;
  polls: Polls;
  [topic: `desk-poll/${string}`]: PollAtDesk;
  [topic: `missing/${string}`]: Missing;
  [topic: `reckoning/${string}`]: Reckoning;
  [topic: `desk-nominations/${string}`]: NominationsAtDesk;
}
