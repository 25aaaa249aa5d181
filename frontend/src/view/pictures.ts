/** Our own pictures, one path each on a grid of 24, for the canvas and for the page. */

import type { Picture } from "../model/schema";

export const PATHS: Record<Picture, string> = {
  person: "M12 3.5a4.25 4.25 0 1 1 0 8.5 4.25 4.25 0 0 1 0-8.5ZM4 20.5c0-4.4 3.6-7 8-7s8 2.6 8 7Z",
  company:
    "M4 20.500V4.500h9v5h7v11h-5.500v-3.500h-2v3.500ZM6.500 7v2h1.800V7Zm3.400 0v2h1.800V7Zm-3.400 4v2h1.800v-2Zm3.400 0v2h1.800v-2Zm-3.400 4v2h1.800v-2Zm3.400 0v2h1.800v-2Zm5.200-3v2h2.400v-2Z",
  organization:
    "M12 3 21 8v2H3V8Zm-7 8.500h2.600v5.500H5Zm5.700 0h2.600v5.500h-2.600Zm5.700 0H19v5.500h-2.600ZM3 18.500h18V21H3Z",
  phone:
    "M7.400 3.500 10 8.200 8.200 10.300c1 2.300 3 4.300 5.400 5.400L15.700 14l4.800 2.500c-.2 2.600-1.700 4-4.200 4C9.500 20 4 14.500 3.500 7.700c0-2.500 1.400-4 3.900-4.200Z",
  mail: "M3 6h18L12 13.200ZM3 8.600l9 7.200 9-7.200V18.500H3Z",
  bank: "M3 5.500h18v3H3Zm0 5.500h18v7.500H3Zm2.500 3.300v1.700h5v-1.700Z",
  document:
    "M5.500 3h8.500l4.500 4.500V21h-13Zm2.700 8v1.700h7.600V11Zm0 3.500v1.700h7.600v-1.700Zm0-7v1.700h3.500V7.500Z",
  vehicle:
    "M6.300 6h11.400l2 5 1.300 1.200V18.500h-3v-2H6v2H3V12.200L4.300 11Zm1.300 1.900L6.500 11h11l-1.100-3.100ZM6.700 12.700a1.200 1.200 0 1 0 .01 0Zm10.600 0a1.200 1.200 0 1 0 .01 0Z",
  place:
    "M12 2.500c4 0 6.900 3 6.900 6.800 0 4.500-4.400 8.500-6.900 12.200-2.500-3.700-6.900-7.700-6.900-12.200C5.100 5.500 8 2.500 12 2.500Zm0 4.200a2.600 2.600 0 1 0 0 5.200 2.600 2.600 0 0 0 0-5.200Z",
  passport:
    "M3 5h18v14H3Zm5.200 3.200a2 2 0 1 0 0 4 2 2 0 0 0 0-4ZM5 16.300h6.400c0-2-1.300-3.200-3.200-3.200S5 14.300 5 16.300ZM13.500 9v1.600H19V9Zm0 3.400V14H19v-1.600Z",
  device: "M7 2.500h10v19H7Zm1.800 2.500v11.500h6.400V5Zm2.200 13.200v1.600h2v-1.600Z",
  event: "M4 5h3V3h2v2h6V3h2v2h3v15.500H4Zm2 5v8.500h12V10Zm2 2h3v3H8Z",
  asset: "M12 3 21 9.500 12 21 3 9.500Zm0 2.800L7 9.500h10Z",
  crypto:
    "M12 2.500 20.200 7.200v9.600L12 21.500l-8.200-4.700V7.200Zm-2.800 5.300v8.400h3.400c3.600 0 3.500-4 1.600-4.500 1.500-.7 1.300-3.900-1.800-3.900Zm1.800 1.700h1.200v1.600H11Zm0 3.200h1.500v1.800H11Z",
  web: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm-1 2.600C9.600 6.700 8.800 8.700 8.600 11H11Zm2 0V11h2.400c-.2-2.300-1-4.300-2.400-5.400ZM8.600 13c.2 2.300 1 4.300 2.400 5.400V13Zm4.400 0v5.400c1.400-1.100 2.200-3.100 2.400-5.400Zm-8-2h1.600c.1-1.700.5-3.200 1.200-4.500A7 7 0 0 0 5 11Zm0 2a7 7 0 0 0 2.800 4.500c-.7-1.300-1.100-2.800-1.200-4.500Zm14-2a7 7 0 0 0-2.800-4.500c.7 1.300 1.100 2.800 1.200 4.500Zm0 2h-1.600c-.1 1.700-.5 3.200-1.200 4.500A7 7 0 0 0 19 13Z",
  weapon:
    "M2.500 7h18v1l1 .5V11H13c-.2 2.300-1.300 3.300-3.500 3.300L8.600 18.500H4L5.500 12 2.500 10.500Z",
  thing: "M12 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm0 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
};

const cache = new Map<Picture, string>();

/** The picture as an image address that needs no request. */
export function pictureUrl(picture: Picture): string {
  let url = cache.get(picture);
  if (!url) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 24 24"><path fill="#fff" fill-rule="evenodd" d="${PATHS[picture]}"/></svg>`;
    url = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    cache.set(picture, url);
  }
  return url;
}
