import type { Random } from '../deploy-fuzz/random';
import { hostileText } from './hostile-text';

/** Stands in a tree for JSON that no tree could hold. */
const MARK = '\u0001here\u0001';

interface Hostile {
  readonly json: string;
  readonly how: string;
}

/** Puts something dear somewhere into a JSON text; @param most characters of the whole. */
export function hostileJson(random: Random, text: string, most: number): Hostile {
  const room = Math.max(1, most - text.length);
  const value = hostileValue(random, room);
  let tree: unknown;
  try {
    tree = text.length > 200_000 ? undefined : JSON.parse(text);
    if (typeof tree !== 'object' || tree === null) return value;
    const place = putSomewhere(random, tree as Record<string, unknown>);
    const json = JSON.stringify(tree).replace(JSON.stringify(MARK), () => value.json);
    return { json, how: `${place}: ${value.how}` };
  } catch {
    // No JSON, or too deep for what writes it.
    return value;
  }
}

/** @returns where */
function putSomewhere(random: Random, tree: Record<string, unknown>): string {
  const keys = Object.keys(tree);
  const key = keys.length === 0 || random.chance(0.15) ? 'more' : random.pick(keys);
  const inner = tree[key];
  if (typeof inner === 'object' && inner !== null && random.chance(0.85)) {
    return `${key}.${putSomewhere(random, inner as Record<string, unknown>)}`;
  }
  tree[key] = MARK;
  return key;
}

function hostileValue(random: Random, room: number): Hostile {
  const width = random.chance(0.1) ? random.pick([16_000, 100_000]) : random.pick([3, 100, 1_000]);
  switch (random.count(8)) {
    case 1: {
      const depth = Math.floor(Math.min(random.pick([10, 100, 127, 1_000, 100_000]), room / 2));
      return { json: '['.repeat(depth) + ']'.repeat(depth), how: `${depth} levels` };
    }
    case 2: {
      const depth = Math.floor(Math.min(random.pick([10, 100, 127, 1_000, 100_000]), room / 7));
      return {
        json: `${'{"a":'.repeat(depth)}0${'}'.repeat(depth)}`,
        how: `${depth} levels of fields`,
      };
    }
    case 3: {
      const item = random.pick([
        '0',
        '{}',
        '[]',
        'null',
        '""',
        '"a"',
        '1e999',
        '{"a":0}',
        '-0.1e-5',
      ]);
      const count = Math.min(width, room / (item.length + 1));
      return {
        json: `[${Array(Math.ceil(count)).fill(item).join(',')}]`,
        how: `${width} × ${item}`,
      };
    }
    case 4:
    case 5: {
      const [name, how] = random.pick([
        [(index: number) => `k${index}`, 'fields'],
        [(index: number) => String(index * 7_919), 'numbered fields'],
        [(index: number) => `passWord${index}`, 'secret fields'],
        [(index: number) => `${'aB'.repeat(20)}${index}`, 'long fields'],
      ] as const);
      const count = Math.min(width, room / (name(100_000).length + 5));
      const fields = Array.from(
        { length: count },
        (_, index) => `${JSON.stringify(name(index))}:0`,
      );
      return { json: `{${fields.join(',')}}`, how: `${fields.length} ${how}` };
    }
    case 6: {
      const digits = Math.min(width * 10, room);
      return { json: '9'.repeat(digits), how: `${digits} digits` };
    }
    default: {
      const { text, how } = hostileText(random, room / 2);
      const json = JSON.stringify(text).slice(0, room);
      return { json: random.chance(0.2) ? `{${json}:0}` : json, how };
    }
  }
}
