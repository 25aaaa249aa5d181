/** Every GraphQL document the page sends; a test checks each against the schema. */

const ENTITY = "id schema caption countries";
const LINK = `id schema start end count crossBorder source { ${ENTITY} } target { ${ENTITY} }`;
const STATEMENT = `id entity schema property value originalValue language kind evaluation handling
  compartment origin recordedAt recordedBy authority withdrawn
  source { document { id name } page start end snippet record }`;
const CASE = "id title authority entities relationships documents statements";
const JUDGEMENT = "id left right verdict author automatic at score explanation event";
const PROGRESS = "waiting judged automatic contradictions";
const WAITING = "id leftId rightId score left { caption } right { caption }";
const JOB = "id kind state done total message result error perSecond leftS";

export const CASES = `query Cases($after: String) {
  cases(first: 100, after: $after) {
    edges { node { ${CASE} } } pageInfo { hasNextPage endCursor } totalCount
  }
}`;

export const CASE_BY_ID = `query CaseById($id: ID!) { case(id: $id) { ${CASE} } }`;

export const OVERVIEW = `query Overview($id: ID!, $limit: Int!) {
  case(id: $id) { network(limit: $limit) { compact truncated } }
}`;

export const CENTRALITY = `query Centrality(
  $case: ID!, $metric: Metric!, $top: Int, $after: DateTime, $before: DateTime
  $undated: Boolean = false
) {
  centrality(
    case: $case, metric: $metric, top: $top, after: $after, before: $before, undated: $undated
  ) {
    metric engine warnings scores { entity { id } score rank }
  }
}`;

export const DOUBT = `query Doubt($case: ID!, $metric: Metric!, $top: Int, $samples: Int) {
  centrality(case: $case, metric: $metric, top: $top, samples: $samples) {
    warnings scores { entity { ${ENTITY} } rank rankLow rankHigh topShare }
  }
}`;

export const COMMUNITIES = `query Communities($case: ID!) {
  communities(case: $case) { id size members { ${ENTITY} } countries { name count } }
}`;

export const STABILITY = `query Stability($case: ID!) {
  stability(case: $case) { runs held likeness { first second adjustedRand } }
}`;

export const DISRUPTION = `query Disruption(
  $case: ID!, $strategy: Strategy!, $top: Int, $regrow: RegrowthRule
) {
  disruption(case: $case, strategy: $strategy, top: $top, regrow: $regrow) {
    before steps { removed { ${ENTITY} } largestComponent }
    regrowth { runs mean low high }
    roles { before left unique { entity { ${ENTITY} } role } }
  }
}`;

export const BRIDGES = `query Bridges($case: ID!, $part: Part) {
  bridges(case: $case, part: $part, limit: 100) {
    source { ${ENTITY} } target { ${ENTITY} } sourceSide targetSide
  }
}`;

export const BROKERAGE = `query Brokerage($case: ID!, $part: Part, $directed: Boolean!) {
  brokerage(case: $case, part: $part, directed: $directed, top: 300) {
    unknown brokers { entity { ${ENTITY} } group total pairs { from to count } }
  }
}`;

export const MIXING = `query Mixing($case: ID!, $part: Part, $directed: Boolean!) {
  assortativity(case: $case, part: $part, directed: $directed) {
    coefficient nodes edges unknown pairs { from to count }
  }
}`;

export const ALIKE = `query Alike($case: ID!, $part: Part, $directed: Boolean!, $cut: Float!) {
  equivalence(case: $case, part: $part, directed: $directed, cut: $cut) {
    id size members { ${ENTITY} } countries { name count }
  }
}`;

export const LAYERS = `query Layers($case: ID!, $persons: String) {
  centrality(case: $case, metric: ONION, top: 1000, persons: $persons) {
    scores { score entity { ${ENTITY} } }
  }
}`;

export const TRIADS = `query Triads($case: ID!, $part: Part, $directed: Boolean!) {
  triads(case: $case, part: $part, directed: $directed) { name count }
}`;

export const ACTIVE = `query Active(
  $case: ID!, $after: DateTime, $before: DateTime, $undated: Boolean = false
) {
  active(case: $case, after: $after, before: $before, undated: $undated)
}`;

export const ACTIVITY = `query Activity($case: ID!, $entities: [ID!], $zone: String!) {
  activity(case: $case, entities: $entities, zone: $zone) {
    zone unit total hours byDay vague bars { from to count } through { ${ENTITY} }
  }
}`;

export const OVER_TIME = `query OverTime(
  $case: ID!, $metric: Metric!, $windows: Windows, $after: DateTime, $before: DateTime
) {
  networkOverTime(
    case: $case, metric: $metric, windows: $windows, top: 5, after: $after, before: $before
  ) {
    windows { from events density }
    central { entity { ${ENTITY} } since ranks rise riseAt }
    activityChanges { points pValue } densityChanges { points pValue }
  }
}`;

export const PATHS_IN_ORDER = `query PathsInOrder(
  $from: ID!, $to: ID!, $case: ID!, $maxHops: Int, $maxWaitHours: Float
  $after: DateTime, $before: DateTime
) {
  pathsInOrder(
    from: $from, to: $to, case: $case, maxHops: $maxHops, maxWaitHours: $maxWaitHours
    after: $after, before: $before
  ) {
    length arrival start { ${ENTITY} }
    steps {
      at dated exact entity { ${ENTITY} }
      edge { id schema start end count crossBorder source { id } target { id } }
    }
  }
}`;

export const BORDERS = `query Borders($case: ID!, $view: String) {
  crossBorder(case: $case, view: $view) {
    notes areas { code name } view { id title version source }
    matrix {
      from to count events personCount kinds { name count }
      money { currency amount payments }
    }
  }
  borderViews { id title }
}`;

export const BORDER_PAIR = `query BorderPair(
  $case: ID!, $view: String, $from: String!, $to: String!
) {
  crossBorder(case: $case, view: $view) {
    matrix(from: $from, to: $to) { persons { ${ENTITY} } edges(first: 50) { ${LINK} } }
  }
}`;

export const WHEREABOUTS = `query Whereabouts($case: ID!, $entity: ID!) {
  stays(case: $case, entity: $entity, top: 30) {
    total found { name from to exact count kinds latitude longitude evidence { statements { ${STATEMENT} } } }
  }
  together(case: $case, entity: $entity, top: 10) {
    one { ${ENTITY} } other { ${ENTITY} } days count occasions { kind name from }
  }
  route(case: $case, entity: $entity) {
    name unrecorded companions { ${ENTITY} } position { way from exact latitude longitude }
  }
}`;

export const STAYS = `query Stays($case: ID!, $entity: ID!) {
  stays(case: $case, entity: $entity, top: 500) {
    total found { who { ${ENTITY} } name from to exact count kinds latitude longitude }
  }
}`;

export const PLACES = `query Places($case: ID!) {
  places(case: $case, top: 500) {
    total elsewhere found {
      place { ${ENTITY} } name latitude longitude positions seenCount seen { ${ENTITY} }
    }
  }
}`;

export const EXPAND = `query Expand($ids: [ID!]!, $hops: Int, $schemata: [String!], $limit: Int) {
  expand(ids: $ids, hops: $hops, schemata: $schemata, limit: $limit) { compact truncated }
}`;

export const SEARCH = `query Search($text: String!, $case: ID, $first: Int) {
  search(text: $text, case: $case, first: $first) {
    totalCount edges { node { ${ENTITY} } }
  }
}`;

export const DEGREE = `query Degree($id: ID!) {
  entity(id: $id) { ${ENTITY} degree { name count } }
}`;

export const RELATIONSHIPS = `query Relationships(
  $id: ID!, $schemata: [String!], $first: Int, $after: String
) {
  entity(id: $id) {
    ${ENTITY}
    relationships(schemata: $schemata, first: $first, after: $after) {
      edges { node { ${LINK} } } pageInfo { hasNextPage endCursor } totalCount
    }
  }
}`;

export const PASSENGERS = `query Passengers($id: ID!) {
  case(id: $id) {
    passengers {
      records masked held dueToMask dueToErase erased nextMask nextErase matchesOpen
      requestsOpen notes
    }
  }
}`;

export const ENTITY_DETAIL = `query EntityDetail($id: ID!) {
  entity(id: $id) {
    ${ENTITY} masked mergedFrom degree { name count } judgements { ${JUDGEMENT} }
    properties { name values { value caption statements { ${STATEMENT} } } }
  }
}`;

export const LINK_DETAIL = `query LinkDetail($id: ID!) {
  node(id: $id) { ... on Relationship { ${LINK} statements { ${STATEMENT} } } }
}`;

export const DOCUMENT = `query DocumentDetail($id: ID!) {
  document(id: $id) {
    id sha256 name mediaType language script
    pages { number text image } mentions { page start end text type entity }
  }
}`;

export const BOXES = `query Boxes($id: ID!, $page: Int!) {
  document(id: $id) { boxes(page: $page) }
}`;

export const PATHS = `query Paths($from: ID!, $to: ID!, $maxHops: Int, $k: Int) {
  paths(from: $from, to: $to, maxHops: $maxHops, k: $k) {
    length nodes { ${ENTITY} }
    edges { id schema start end count crossBorder source { id } target { id } }
  }
}`;

export const COMMON = `query Common($ids: [ID!]!, $limit: Int) {
  commonNeighbors(ids: $ids, limit: $limit) {
    total truncated found { entity { ${ENTITY} } near { id } }
  }
}`;

export const BETWEEN = `query Between($left: [ID!]!, $right: [ID!]!, $limit: Int) {
  between(left: $left, right: $right, limit: $limit) {
    pairs joined direct truncated unfinished connectors { entity { ${ENTITY} } pairs ways }
  }
}`;

export const PATTERN = `query Pattern($case: ID!, $steps: [PatternStep!]!, $limit: Int) {
  pattern(case: $case, steps: $steps, limit: $limit) {
    length nodes { ${ENTITY} }
    edges { id schema start end count crossBorder source { id } target { id } }
  }
}`;

export const REVIEW_PROGRESS = `query ReviewProgress($case: ID!) {
  reviewProgress(case: $case) { ${PROGRESS} }
}`;

export const REVIEW_QUEUE = `query ReviewQueue($case: ID!, $first: Int!) {
  reviewQueue(case: $case, first: $first) { edges { node { ${WAITING} } } }
  reviewProgress(case: $case) { ${PROGRESS} }
}`;

export const CANDIDATE = `query CandidatePair($left: ID!, $right: ID!) {
  candidate(left: $left, right: $right) {
    ${WAITING}
    judgements { ${JUDGEMENT} }
    left { ${ENTITY} mergedFrom } right { ${ENTITY} mergedFrom }
    shared { ${ENTITY} }
    evidence { feature agreement weight text }
    comparisons {
      property agreement
      left { value caption statements { ${STATEMENT} } }
      right { value caption statements { ${STATEMENT} } }
    }
  }
}`;

export const SPLITTABLE = `query Splittable($id: ID!) {
  entity(id: $id) {
    id caption mergedFrom
    properties { name values { value caption statements { ${STATEMENT} } } }
    relationships(first: 100) {
      edges { node { ${LINK} statements { id value } } } totalCount
    }
  }
}`;

export const SPLIT = `mutation Split($entity: ID!, $statements: [ID!]!, $reason: String) {
  split(entity: $entity, statements: $statements, reason: $reason) { event entities { id } }
}`;

export const START_RESOLVE = `mutation StartResolve($case: ID!) {
  startResolve(case: $case) { ${JOB} }
}`;

export const JOB_BY_ID = `query JobById($id: ID!) { job(id: $id) { ${JOB} } }`;

export const CANCEL_JOB = "mutation CancelJob($id: ID!) { cancelJob(id: $id) { id state } }";

export const CREATE_CASE = `mutation CreateCase($id: ID!, $title: String!, $authority: String) {
  createCase(id: $id, title: $title, authority: $authority) { ${CASE} }
}`;

export const LEADS = `query Leads(
  $case: ID!, $kind: LeadKind!, $top: Int, $thresholds: LeadThresholds
) {
  leads(case: $case, kind: $kind, top: $top, thresholds: $thresholds) {
    total truncated
    found { count first last entities { ${ENTITY} } evidence { statements { ${STATEMENT} } } }
  }
}`;

export const JUDGE = `mutation Judge(
  $left: ID!, $right: ID!, $verdict: Verdict!, $reason: String, $unjudged: Boolean
) {
  judge(left: $left, right: $right, verdict: $verdict, reason: $reason, unjudged: $unjudged) {
    event
  }
}`;

export const SEPARATE = `mutation Separate($member: ID!, $reason: String) {
  separate(member: $member, reason: $reason) { event entities { id } }
}`;

export const WITHDRAW = `mutation Withdraw($statements: [ID!]!, $reason: String!) {
  withdraw(statements: $statements, reason: $reason) { event }
}`;

export const UNDO = "mutation Undo($event: ID!) { undo(event: $event) { event } }";
