import type { Frame } from './cpu-profile';
import type { Origins } from './origin';

const WIDTH = 1_600;
const ROW = 18;
/** Narrower frames cannot be read or pointed at. */
const MIN_WIDTH = 1;
const CHARACTER = 6.6;

const COLOURS: Readonly<Record<string, string>> = {
  'node internals': '#b8c4ce',
  'native code': '#d5dbe0',
  gc: '#e0a3a3',
  fastify: '#f2c078',
  'mcp-core': '#7fb77e',
  api: '#6fa8dc',
  zod: '#b39ddb',
};

/**
 * Draws a call tree: the wider a frame, the longer it ran; what it called stands on it. Pointing at a
 * frame tells name, place and share.
 *
 * @returns an SVG document
 */
export function flameGraph(root: Frame, title: string, origins: Origins): string {
  const scale = WIDTH / root.totalMicros;
  const height = (depthOf(root, scale) + 2) * ROW;
  const boxes: string[] = [];
  draw(root, 0, 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="11">`,
    `<text x="4" y="13">${escape(title)}</text>`,
    ...boxes,
    '</svg>',
    '',
  ].join('\n');

  function draw(frame: Frame, x: number, depth: number): void {
    const width = frame.totalMicros * scale;
    if (width < MIN_WIDTH) return;
    boxes.push(box(frame, x, height - (depth + 1) * ROW, width));
    let next = x;
    for (const child of byWidth(frame)) {
      draw(child, next, depth + 1);
      next += child.totalMicros * scale;
    }
  }

  function box({ callFrame, totalMicros }: Frame, x: number, y: number, width: number): string {
    const { group, place } = origins.of(callFrame);
    const name = callFrame.functionName || '(anonymous)';
    const share = ((100 * totalMicros) / root.totalMicros).toFixed(1);
    const fits = Math.floor((width - 4) / CHARACTER);
    const text =
      fits > 2
        ? `<text x="${round(x + 2)}" y="${y + 13}">${escape(name.slice(0, fits))}</text>`
        : '';
    return `<g><title>${escape(`${name} · ${group} · ${place} · ${share} %`)}</title><rect x="${round(x)}" y="${y}" width="${round(width)}" height="${ROW - 1}" fill="${COLOURS[group] ?? '#dcc9a8'}"/>${text}</g>`;
  }
}

function byWidth({ children }: Frame): Frame[] {
  return [...children.values()].sort((a, b) => b.totalMicros - a.totalMicros);
}

function depthOf(frame: Frame, scale: number): number {
  if (frame.totalMicros * scale < MIN_WIDTH) return 0;
  return 1 + Math.max(0, ...[...frame.children.values()].map((child) => depthOf(child, scale)));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
