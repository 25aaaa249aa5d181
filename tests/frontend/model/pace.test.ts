import { describe, expect, it } from "vitest";
import { clock, readPace, share } from "../../../frontend/src/model/pace";

describe("the pace of an import", () => {
  it("is read from the job's message, with the time left where it is known", () => {
    const told = "1,200,000 records, 310 of 1,240 MB, 8,100 records/s, 1:02:03 left";
    const pace = readPace(told);
    expect(pace).toEqual({
      records: "1,200,000",
      read: "310",
      size: "1,240",
      rate: "8,100",
      left: "1:02:03",
    });
    expect(pace && share(pace)).toBe(0.25);
    expect(readPace("3 records, 0.0 of 0.0 MB, 2 records/s")?.left).toBe("");
  });

  it("is none in another message", () => {
    expect(readPace(null)).toBeNull();
    expect(readPace("waiting")).toBeNull();
  });
});

describe("a time still left", () => {
  it("is read in minutes, from an hour on in hours", () => {
    expect([0, 59.6, 125, 3725].map(clock)).toEqual(["0:00", "1:00", "2:05", "1:02:05"]);
  });
});
