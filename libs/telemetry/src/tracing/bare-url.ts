import { MASK } from '@repo/config';

/** A part of a path that is long and has both letters and digits: an id at best, a key at worst. */
const OPAQUE = /(?<=\/)(?=[^/]*\d)(?=[^/]*[A-Za-z])[^/]{16,}/g;

/** A URL, or its path, without what may be secret: user and password, query and fragment, and keys in the path. */
export function bareUrl(url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  return path.replace(/:\/\/[^/@]*@/, '://').replace(OPAQUE_PATH, hideKeys);
}

/** What follows the host, where there is one. */
const OPAQUE_PATH = /^((?:[a-z][\w+.-]*:\/\/[^/]*)?)(\/.*)$/is;

function hideKeys(_url: string, origin: string, path: string): string {
  return origin + path.replace(OPAQUE, MASK);
}
