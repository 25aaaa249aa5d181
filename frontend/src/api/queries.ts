/** Every GraphQL document the page sends; a test checks each against the schema. */

const ENTITY = "id schema caption countries";
const LINK = `id schema start end count crossBorder source { ${ENTITY} } target { ${ENTITY} }`;
const STATEMENT = `id entity schema property value originalValue language kind evaluation handling
  compartment origin recordedAt recordedBy authority withdrawn
  source { document { id name } page start end snippet record }`;
const CASE = "id title authority entities relationships documents statements";
const JOB = "id kind state done total message result error";

export const ME = "query Me { me { id name roles } }";

export const CASES = `query Cases($after: String) {
  cases(first: 100, after: $after) {
    edges { node { ${CASE} } } pageInfo { hasNextPage endCursor } totalCount
  }
}`;

export const CASE_BY_ID = `query CaseById($id: ID!) { case(id: $id) { ${CASE} } }`;

export const OVERVIEW = `query Overview($id: ID!, $limit: Int!) {
  case(id: $id) { network(limit: $limit) { compact truncated } }
}`;

export const CENTRALITY = `query Centrality($case: ID!, $metric: Metric!, $top: Int) {
  centrality(case: $case, metric: $metric, top: $top) {
    metric engine warnings scores { entity { id } score rank }
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

export const ENTITY_DETAIL = `query EntityDetail($id: ID!) {
  entity(id: $id) {
    ${ENTITY} mergedFrom degree { name count }
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

export const JOB_BY_ID = `query JobById($id: ID!) { job(id: $id) { ${JOB} } }`;

export const CREATE_CASE = `mutation CreateCase($id: ID!, $title: String!, $authority: String) {
  createCase(id: $id, title: $title, authority: $authority) { ${CASE} }
}`;

export const JUDGE = `mutation Judge($left: ID!, $right: ID!, $verdict: Verdict!, $reason: String) {
  judge(left: $left, right: $right, verdict: $verdict, reason: $reason) { event }
}`;

export const WITHDRAW = `mutation Withdraw($statements: [ID!]!, $reason: String!) {
  withdraw(statements: $statements, reason: $reason) { event }
}`;

export const UNDO = "mutation Undo($event: ID!) { undo(event: $event) { event } }";
