import { crosses, decodeCompact, partOfLinks } from "@klupko/model/compact";
import { describe, expect, test } from "vitest";

const compact = {
  nodes: {
    id: ["c:a", "c:b", "c:p"],
    schema: ["Person", "Person", "PhoneNumber"],
    caption: ["Ana", "Бојан", ""],
    country: ["rs", ["BA", "me"], null],
  },
  edges: {
    id: ["c:ab", "c:ap"],
    source: [0, 0],
    target: [1, 2],
    schema: ["Family", "phone"],
    count: [1, 7],
  },
};

describe("decodeCompact", () => {
  test("gives nodes and edges in the order of the columns", () => {
    const { nodes, edges } = decodeCompact(compact);
    expect(nodes.map((node) => node.id)).toEqual(["c:a", "c:b", "c:p"]);
    expect(edges[1]).toMatchObject({ id: "c:ap", source: "c:a", target: "c:p", count: 7 });
  });

  test("reads one country, several, or none, in lower case", () => {
    const { nodes } = decodeCompact(compact);
    expect(nodes.map((node) => node.countries)).toEqual([["rs"], ["ba", "me"], []]);
  });

  test("shows the id of a node without a caption", () => {
    expect(decodeCompact(compact).nodes[2]?.caption).toBe("c:p");
  });

  test("marks an edge as crossing only where both countries are known and differ", () => {
    expect(decodeCompact(compact).edges.map((edge) => edge.crossBorder)).toEqual([true, false]);
  });

  test("refuses an edge to a node that is not there", () => {
    const broken = { ...compact, edges: { ...compact.edges, target: [1, 9] } };
    expect(() => decodeCompact(broken)).toThrow(RangeError);
  });
});

test("a shared country is no border", () => {
  expect(crosses(["rs", "ba"], ["ba"])).toBe(false);
  expect(crosses(["rs"], ["xk"])).toBe(true);
  expect(crosses([], ["xk"])).toBe(false);
});

test("a page of links brings both ends of each", () => {
  const end = (id: string) => ({ id, schema: "Person", caption: id, countries: ["RS"] });
  const part = partOfLinks([
    {
      id: "l",
      schema: "Family",
      source: end("a"),
      target: end("b"),
      start: "2020-01-01",
      end: null,
      count: 2,
      crossBorder: false,
    },
  ]);
  expect(part.nodes.map((node) => node.countries)).toEqual([["rs"], ["rs"]]);
  expect(part.edges[0]).toMatchObject({ source: "a", target: "b", start: "2020-01-01", count: 2 });
  expect(part.edges[0]).not.toHaveProperty("end");
});
