/**
 * Marks what belongs to one part of the platform in a file that all share: the lines between
 * `platform:ecs` and `/platform:ecs`, each a comment on a line of its own, or one line that ends with
 * `platform:ecs`. A comment begins with `#`, `//` or `<!--`.
 */
interface Marker {
  readonly part: string;
  readonly kind: 'opens' | 'closes' | 'line';
}

const MARKER = /(?:#|\/\/|<!--) (\/?)platform:([a-z][a-z0-9-]*)(?: -->)?(?: +\|)?$/;
/** One anywhere in a line, where it marks nothing unless it ends the line. */
const ANYWHERE = /(?:#|\/\/|<!--) \/?platform:[a-z]/;

function markerOf(line: string): Marker | undefined {
  const text = line.trim();
  const found = MARKER.exec(text);
  if (found === null) return undefined;
  const [, slash, part = ''] = found;
  if (found.index > 0) return { part, kind: 'line' };
  return { part, kind: slash === '/' ? 'closes' : 'opens' };
}

/** A text without what it marks as one of these parts. What it marks as another stays, marked. */
export function withoutMarked(text: string, dropped: ReadonlySet<string>): string {
  if (!text.includes('platform:')) return text;
  const kept: string[] = [];
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const marker = markerOf(line);
    if (open !== undefined) {
      if (marker?.kind === 'closes' && marker.part === open) open = undefined;
    } else if (marker === undefined || !dropped.has(marker.part)) {
      kept.push(line);
    } else if (marker.kind === 'opens') {
      open = marker.part;
    }
  }
  return kept.join('\n');
}

/** What is wrong with the markers of a text: an unknown part, one that is not closed, one within a line. */
export function markerFaults(text: string, parts: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const marker = markerOf(line);
    if (marker === undefined) {
      if (ANYWHERE.test(line)) faults.push(`line ${index + 1}: the marker is not at its end`);
      continue;
    }
    const { part, kind } = marker;
    if (!parts.has(part)) faults.push(`line ${index + 1}: there is no part '${part}'`);
    if (kind === 'opens') open.push(part);
    if (kind === 'closes' && open.pop() !== part) {
      faults.push(`line ${index + 1}: '${part}' is closed and was not opened`);
    }
  }
  return [...faults, ...open.map((part) => `'${part}' is opened and not closed`)];
}
