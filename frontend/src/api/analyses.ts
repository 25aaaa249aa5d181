/** What the server answers of a whole network, of time and of space. */

import type { EntityRef, PathResult, SchemaCount, Statement } from "./types";

export interface RankingRef {
  warnings: string[];
  scores: {
    entity: EntityRef;
    rank: number;
    rankLow: number | null;
    rankHigh: number | null;
    topShare: number | null;
  }[];
}

export interface CommunityRef {
  id: number;
  size: number;
  members: EntityRef[];
  countries: { name: string; count: number }[];
}

export interface StabilityRef {
  runs: number;
  /** For each group, the share of its pairs that stay together; null for a group of one. */
  held: (number | null)[];
  likeness: { first: string; second: string; adjustedRand: number }[];
}

export type Strategy =
  | "DEGREE"
  | "BETWEENNESS"
  | "COLLECTIVE_INFLUENCE"
  | "ROLE"
  | "VALUE_CHAIN"
  | "RANDOM";

export type RegrowthRule = "PREFERENTIAL" | "DISTANCE" | "TRIADIC";

export interface DisruptionRef {
  before: number;
  steps: { removed: EntityRef; largestComponent: number }[];
  regrowth: { runs: number; mean: number[]; low: number[]; high: number[] } | null;
  roles: { before: number; left: number[]; unique: { entity: EntityRef; role: string }[] } | null;
}

/** What of a case is looked at; nothing named is all of it. */
export interface Part {
  layers?: string[];
  persons?: string;
}

export interface BridgeRef {
  source: EntityRef;
  target: EntityRef;
  sourceSide: number;
  targetSide: number;
}

export interface MixedPairRef {
  from: string;
  to: string;
  count: number;
}

export interface BrokerRef {
  entity: EntityRef;
  group: string;
  total: number;
  pairs: MixedPairRef[];
}

export interface BrokerageRef {
  unknown: number;
  brokers: BrokerRef[];
}

export interface MixingRef {
  coefficient: number | null;
  pairs: MixedPairRef[];
  nodes: number;
  edges: number;
  unknown: number;
}

export interface LayersRef {
  scores: { entity: EntityRef; score: number | null }[];
}

export interface OrderedPath {
  length: number;
  arrival: string | null;
  start: EntityRef;
  steps: {
    at: string | null;
    dated: boolean;
    exact: boolean;
    entity: EntityRef;
    edge: PathResult["edges"][number];
  }[];
}

export interface ActivityRef {
  zone: string;
  unit: string;
  total: number;
  hours: number[][];
  byDay: number[];
  vague: number;
  bars: { from: string; to: string; count: number }[];
  through: EntityRef[];
}

export interface OverTimeRef {
  windows: { from: string; events: number; density: number | null }[];
  central: {
    entity: EntityRef;
    since: string;
    ranks: (number | null)[];
    rise: number | null;
    riseAt: string | null;
  }[];
  activityChanges: { points: string[]; pValue: number } | null;
  densityChanges: { points: string[]; pValue: number } | null;
}

export interface BorderPairRef {
  from: string;
  to: string;
  count: number;
  events: number;
  personCount: number;
  kinds: SchemaCount[];
  money: { currency: string; amount: number; payments: number }[];
}

export interface BordersRef {
  notes: string[];
  areas: { code: string; name: string }[];
  view: { id: string; title: string; version: string; source: string };
  matrix: BorderPairRef[];
}

export interface StayRef {
  name: string;
  from: string;
  to: string;
  exact: boolean;
  count: number;
  kinds: string[];
  latitude: number | null;
  longitude: number | null;
  evidence: { statements: Statement[] }[];
}

export interface MapStayRef extends Omit<StayRef, "evidence"> {
  who: EntityRef;
}

export interface LocationRef {
  place: EntityRef | null;
  name: string;
  latitude: number;
  longitude: number;
  positions: number;
  seenCount: number;
  seen: EntityRef[];
}

export interface TogetherRef {
  one: EntityRef;
  other: EntityRef;
  days: number;
  count: number;
  occasions: { kind: "PLACE" | "BORDER" | "RECORD"; name: string; from: string }[];
}

export interface LegRef {
  name: string;
  unrecorded: boolean;
  companions: EntityRef[];
  position: {
    way: string | null;
    from: string;
    exact: boolean;
    latitude: number | null;
    longitude: number | null;
  };
}
