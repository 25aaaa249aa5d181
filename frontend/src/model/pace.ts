/** How fast an import goes, as the server says it: `12,000 records, 3.1 of 9.0 MB, 800 records/s,
 * 2:10 left`. */

export interface Pace {
  records: string;
  read: string;
  size: string;
  rate: string;
  left: string;
}

const PACE =
  /^([\d,]+) records, ([\d,.]+) of ([\d,.]+) MB, ([\d,]+) records\/s(?:, ([\d:]+) left)?$/;

/** What a job's message says, null where it says something else. */
export function readPace(message: string | null): Pace | null {
  const found = PACE.exec(message ?? "");
  if (!found) return null;
  const [, records = "", read = "", size = "", rate = "", left = ""] = found;
  return { records, read, size, rate, left };
}

/** How much of the files has been read, in parts of 1; 0 where they are empty. */
export function share(pace: Pace): number {
  const [read, size] = [pace.read, pace.size].map((text) => Number(text.replaceAll(",", "")));
  return size ? (read ?? 0) / size : 0;
}

/** Seconds as people read them: `2:05`, or `1:02:05` from an hour on. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, left] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (part: number) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(left)}` : `${minutes}:${two(left)}`;
}
