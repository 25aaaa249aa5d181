/** What the server answers, as far as the page asks for it. */

export type * from "./analyses";

export interface EntityRef {
  id: string;
  schema: string;
  caption: string;
  countries: readonly string[];
}

export interface SchemaCount {
  name: string;
  count: number;
}

export interface Source {
  document: { id: string; name: string } | null;
  page: number | null;
  start: number | null;
  end: number | null;
  snippet: string | null;
  record: string | null;
}

export interface Statement {
  id: string;
  entity: string;
  schema: string;
  property: string;
  value: string;
  originalValue: string | null;
  language: string | null;
  kind: "FACT" | "ASSESSMENT";
  evaluation: string | null;
  handling: string[];
  compartment: string;
  source: Source;
  origin: string;
  recordedAt: string;
  recordedBy: string;
  authority: string | null;
  withdrawn: boolean;
}

export interface PropertyValue {
  value: string;
  caption: string;
  statements: Statement[];
}

export interface Property {
  name: string;
  values: PropertyValue[];
}

export interface RelationshipRef {
  id: string;
  schema: string;
  source: EntityRef;
  target: EntityRef;
  start: string | null;
  end: string | null;
  count: number;
  crossBorder: boolean;
}

export interface Relationship extends RelationshipRef {
  statements: Statement[];
}

export interface RelationshipPage {
  edges: { node: RelationshipRef }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
}

/** Someone's word, or the resolver's, on two stored ids. */
export interface Judgement {
  id: string;
  left: string;
  right: string;
  verdict: Verdict;
  author: string;
  automatic: boolean;
  at: string;
  score: number | null;
  explanation: string;
  event: string;
}

export type Agreement = "SAME" | "SIMILAR" | "DIFFERENT" | "ONE_SIDED";

export interface Comparison {
  property: string;
  left: PropertyValue[];
  right: PropertyValue[];
  agreement: Agreement;
}

/** A reason for (weight above 0) or against two records being one, in bits. */
export interface Reason {
  feature: string;
  agreement: string;
  weight: number;
  text: string;
}

export interface CandidateRef {
  id: string;
  leftId: string;
  rightId: string;
  score: number | null;
  left: { caption: string };
  right: { caption: string };
}

export type Side = EntityRef & { mergedFrom: string[] };

export interface Candidate extends CandidateRef {
  left: Side;
  right: Side;
  judgements: Judgement[];
  shared: EntityRef[];
  evidence: Reason[];
  comparisons: Comparison[];
}

export type LeadKind =
  | "SHARED_DEVICES"
  | "SIM_SWAPS"
  | "CO_LOCATION"
  | "CALL_BURSTS"
  | "CIRCULAR_PAYMENTS"
  | "TRAVELLING_TOGETHER"
  | "BROKEN_ROUTES"
  | "LATE_CHANGES"
  | "WATCHED_TRAVELLERS";

/** Something to look at: who is in it, how often, since and until when. */
export interface Lead {
  count: number;
  first: string;
  last: string;
  entities: EntityRef[];
  evidence: { statements: Statement[] }[];
}

export interface LeadList {
  total: number;
  truncated: boolean;
  found: Lead[];
}

export interface ReviewProgress {
  waiting: number;
  judged: number;
  automatic: number;
  contradictions: number;
}

export interface PassengerData {
  records: number;
  masked: number;
  held: number;
  dueToMask: number;
  dueToErase: number;
  erased: number;
  nextMask: string | null;
  nextErase: string | null;
  matchesOpen: number;
  requestsOpen: number;
  notes: string[];
}

export interface EntityDetail extends EntityRef {
  masked: string[];
  mergedFrom: string[];
  judgements: Judgement[];
  degree: SchemaCount[];
  properties: Property[];
}

export interface Compact {
  nodes: {
    id: string[];
    schema: string[];
    caption: string[];
    country: (string | string[] | null)[];
  };
  edges: {
    id: string[];
    source: number[];
    target: number[];
    schema: string[];
    count: number[];
  };
}

export interface CompactGraph {
  compact: Compact;
  truncated: boolean;
}

export interface CaseRef {
  id: string;
  title: string;
  authority: string | null;
  entities: number;
  relationships: number;
  documents: number;
  statements: number;
}

export interface Mention {
  page: number;
  start: number;
  end: number;
  text: string;
  type: string;
  entity: string | null;
}

export interface DocumentDetail {
  id: string;
  sha256: string;
  name: string;
  mediaType: string;
  language: string | null;
  script: string | null;
  pages: { number: number; text: string; image: string | null }[];
  mentions: Mention[];
}

export interface PathResult {
  length: number;
  nodes: EntityRef[];
  edges: (Omit<RelationshipRef, "source" | "target"> & {
    source: { id: string };
    target: { id: string };
  })[];
}

export interface CommonResult {
  total: number;
  truncated: boolean;
  found: { entity: EntityRef; near: { id: string }[] }[];
}

export interface BetweenResult {
  pairs: number;
  joined: number;
  direct: number;
  truncated: boolean;
  unfinished: boolean;
  connectors: { entity: EntityRef; pairs: number; ways: number }[];
}

export interface PatternStep {
  schema: string | null;
  relationship: string | null;
  direction: "OUT" | "IN" | "ANY" | null;
  after: string | null;
  before: string | null;
  minAmount: number | null;
  maxHops: number | null;
}

export interface Job {
  id: string;
  kind: string;
  state: "QUEUED" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED";
  done: number;
  total: number | null;
  message: string | null;
  result: unknown;
  error: string | null;
  perSecond: number | null;
  leftS: number | null;
}

export interface Change {
  event: string;
}

/** A change that makes one entity two or more: those that there are now. */
export interface Parted extends Change {
  entities: { id: string }[];
}

export interface User {
  name: string;
  roles: string[];
}

export const METRICS = [
  "DEGREE",
  "STRENGTH",
  "BETWEENNESS",
  "CLOSENESS",
  "HARMONIC",
  "EIGENVECTOR",
  "PAGERANK",
  "HUBS",
  "AUTHORITIES",
  "CORE",
  "ONION",
  "CONSTRAINT",
] as const;

export type Metric = (typeof METRICS)[number];
export type Verdict = "POSITIVE" | "NEGATIVE" | "UNSURE";
