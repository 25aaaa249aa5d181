/** Folds names as the server's search does, for showing where a query matched. */

const CYRILLIC: Record<string, string> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  ђ: "dj",
  е: "e",
  ж: "z",
  з: "z",
  и: "i",
  ј: "j",
  к: "k",
  л: "l",
  љ: "lj",
  м: "m",
  н: "n",
  њ: "nj",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  ћ: "c",
  у: "u",
  ф: "f",
  х: "h",
  ц: "c",
  ч: "c",
  џ: "dz",
  ш: "s",
  ѓ: "gj",
  ќ: "kj",
  ѕ: "dz",
  ѐ: "e",
  ѝ: "i",
  đ: "dj",
  ß: "ss",
};

const TO_CYRILLIC: [string, string][] = [
  ["lj", "љ"],
  ["nj", "њ"],
  ["dž", "џ"],
  ["đ", "ђ"],
  ["dj", "ђ"],
  ["a", "а"],
  ["b", "б"],
  ["c", "ц"],
  ["č", "ч"],
  ["ć", "ћ"],
  ["d", "д"],
  ["e", "е"],
  ["f", "ф"],
  ["g", "г"],
  ["h", "х"],
  ["i", "и"],
  ["j", "ј"],
  ["k", "к"],
  ["l", "л"],
  ["m", "м"],
  ["n", "н"],
  ["o", "о"],
  ["p", "п"],
  ["r", "р"],
  ["s", "с"],
  ["š", "ш"],
  ["t", "т"],
  ["u", "у"],
  ["v", "в"],
  ["z", "з"],
  ["ž", "ж"],
];

const LATIN: Record<string, string> = Object.fromEntries(
  TO_CYRILLIC.filter(([latin]) => latin !== "dj").map(([latin, cyrillic]) => [cyrillic, latin]),
);

interface Folded {
  readonly text: string;
  /** Code unit of the source at which each folded character begins, and its end. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

function foldChar(char: string): string {
  const lower = char.toLowerCase();
  const known = CYRILLIC[lower];
  if (known !== undefined) return known;
  const bare = lower.normalize("NFD").replace(/\p{M}/gu, "");
  return /^[\p{L}\p{N}]+$/u.test(bare) ? (CYRILLIC[bare] ?? bare) : "";
}

function foldWithOffsets(text: string): Folded {
  let folded = "";
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const char of text) {
    const end = at + char.length;
    const bare = foldChar(char);
    const mark = bare === "" && /\p{M}/u.test(char);
    const put = bare !== "" ? bare : mark ? "" : " ";
    for (const unit of put) {
      folded += unit;
      from.push(at);
      to.push(end);
    }
    at = end;
  }
  return { text: folded, from, to };
}

/** Script- and diacritic-free, lower case, words split by one blank. */
export function fold(text: string): string {
  return foldWithOffsets(text).text.trim().replace(/ +/g, " ");
}

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Cut `caption` into pieces, those that begin as a word of the query does marked. */
export function highlight(caption: string, query: string): Piece[] {
  const words = fold(query).split(" ").filter(Boolean);
  const folded = foldWithOffsets(caption);
  const hits: [number, number][] = [];
  for (const word of words) {
    for (let at = 0; at < folded.text.length; at++) {
      const starts = at === 0 || folded.text[at - 1] === " ";
      if (starts && folded.text.startsWith(word, at)) {
        hits.push([folded.from[at] ?? 0, folded.to[at + word.length - 1] ?? caption.length]);
      }
    }
  }
  return cut(caption, hits);
}

function cut(text: string, hits: [number, number][]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of hits.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    if (from > at) pieces.push({ text: text.slice(at, from), hit: false });
    pieces.push({ text: text.slice(from, end), hit: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false });
  return pieces;
}

function keepCase(source: string, target: string): string {
  if (source.toLowerCase() === source) return target;
  return target.charAt(0).toUpperCase() + target.slice(1);
}

/** Serbian Latin to Cyrillic, letter by letter. */
export function toCyrillic(text: string): string {
  let result = "";
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const lower = rest.slice(0, 2).toLowerCase();
    const pair = TO_CYRILLIC.find(([latin]) => lower.startsWith(latin));
    if (pair) {
      result += keepCase(rest.slice(0, 1), pair[1]);
      at += pair[0].length;
    } else {
      result += rest[0];
      at += 1;
    }
  }
  return result;
}

/** The same text in the other script, or nothing where it has none to show. */
export function otherScript(text: string): string {
  const other = /[Ѐ-ӿ]/.test(text)
    ? [...text].map((c) => keepCase(c, LATIN[c.toLowerCase()] ?? c.toLowerCase())).join("")
    : toCyrillic(text);
  return other === text ? "" : other;
}
