/** Small pictures of the page: kinds of things, and line icons for buttons. */

import { type Picture, pictureOf } from "../model/schema";
import { PATHS } from "../view/pictures";

export function SchemaIcon({ schema, size = 16 }: { schema: string; size?: number }) {
  const picture: Picture = pictureOf(schema);
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path fill="currentColor" fill-rule="evenodd" d={PATHS[picture]} />
    </svg>
  );
}

const LINES = {
  search: "M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13ZM15.200 15.200 20 20",
  undo: "M8.500 5 4 9.500 8.500 14M4.500 9.500H14a5.500 5.500 0 0 1 0 11h-3",
  redo: "M15.500 5 20 9.500 15.500 14M19.500 9.500H10a5.500 5.500 0 0 0 0 11h3",
  time: "M4 19.500h16M6 19.500v-5M10 19.500V8M14 19.500v-8M18 19.500V5",
  table: "M4 5h16v14H4ZM4 10h16M4 14.500h16M10 10v9",
  upload: "M12 16V5M7.500 9.500 12 5l4.500 4.500M4.500 15.500V19h15v-3.500",
  help: "M9 9a3 3 0 1 1 4.200 2.800c-.8.4-1.200 1-1.200 2v.4M12 17.500v.2M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10Z",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  layout:
    "M12 5v4M12 15v4M5 12h4M15 12h4M9.500 9.500 7 7M14.500 9.500 17 7M9.500 14.500 7 17M14.500 14.500 17 17",
  home: "M4 11.500 12 4.500l8 7M6.500 10v9.500h11V10",
  leave: "M14 4.500H5.500v15H14M10 12h10M16.500 8.500 20 12l-3.500 3.500",
  legend: "M5 6.500h.01M9.500 6.500H20M5 12h.01M9.500 12H20M5 17.500h.01M9.500 17.500H20",
  expand:
    "M12 9.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5ZM12 4v2.500M12 17.500V20M4 12h2.500M17.500 12H20",
  hide: "M4 4l16 16M9.500 5.800A9 9 0 0 1 12 5.500c5 0 8 4.500 9 6.500-.4.900-1.300 2.300-2.700 3.600M6 7.800C4.300 9.200 3.400 11 3 12c1 2 4 6.500 9 6.500 1.500 0 2.900-.4 4-1",
  trash: "M5 7h14M9.500 7V4.500h5V7M7 7l.8 12.500h8.400L17 7",
  start: "M7 20V4.500h10l-2.500 4 2.500 4H7",
  end: "M7 20V4.500M7 5h11v8H7M12.500 5v8M7 9h11",
  path: "M6 18.500a2 2 0 1 1 .01 0ZM18 5.500a2 2 0 1 1 .01 0ZM8 16.500h7a3.500 3.500 0 0 0 0-7H9.500",
  same: "M9 5.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13ZM15 5.500a6.500 6.500 0 1 1 0 13",
  apart:
    "M7.500 6.500a5.500 5.500 0 1 1 0 11 5.500 5.500 0 0 1 0-11ZM18 8.500 22 15.500M22 8.500 18 15.500",
  skip: "M5 6l7 6-7 6ZM14 6v12M19 6v12",
  focus: "M12 8.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7ZM12 3v3M12 18v3M3 12h3M18 12h3",
  copy: "M8.500 8.500h11v11h-11ZM15.500 5.500v-1h-11v11h1",
  right: "M9.500 5.500 16 12l-6.500 6.500",
  left: "M14.500 5.500 8 12l6.500 6.500",
  file: "M6 3.500h8l4 4v13H6ZM14 3.500v4h4",
  user: "M12 4.500a3.700 3.700 0 1 1 0 7.400 3.700 3.700 0 0 1 0-7.400ZM5 19.500c.5-3.500 3.300-5 7-5s6.500 1.500 7 5",
  border: "M12 3v4M12 10.500v3M12 17v4M3 12h5.500M15.500 12H21M18 9l3 3-3 3",
  swap: "M7 4.500v14M3.500 15 7 18.500l3.500-3.500M17 19.500v-14M13.500 9 17 5.500 20.500 9",
} as const;

export type LineName = keyof typeof LINES;

export function Line({ name, size = 18 }: { name: LineName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={LINES[name]} />
    </svg>
  );
}

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg class="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <path d="M9 22 16 9l8 11Z" fill="none" stroke="#fff" stroke-width="2" />
      <g fill="#fff">
        <circle cx="16" cy="9" r="3.2" />
        <circle cx="9" cy="22" r="3.2" />
        <circle cx="24" cy="20" r="3.2" />
      </g>
    </svg>
  );
}
