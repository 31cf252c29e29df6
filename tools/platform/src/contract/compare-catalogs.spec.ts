import { compareCatalogs } from './compare-catalogs';
import { before, BREAKING, HARMLESS, type Main } from './mutations.fixture';

function changes(mutate: (main: Main) => void) {
  const after = before();
  mutate(after['main']!);
  return compareCatalogs(before(), after);
}

describe('a change of a catalog breaks clients where', () => {
  it.each(BREAKING)('%s', (_what, mutate, expected) => {
    const found = changes(mutate).filter(({ isBreaking }) => isBreaking);
    expect(found.map(({ what }) => what)).toEqual([expected]);
  });
});

describe('a change of a catalog is harmless where', () => {
  it.each(HARMLESS)('%s', (_what, mutate, expected) => {
    expect(changes(mutate)).toEqual([
      expect.objectContaining({ isBreaking: false, what: expected }),
    ]);
  });
});

it('of the same catalog there are none', () => {
  expect(changes(() => undefined)).toEqual([]);
});

it('the same schema by other references is the same', () => {
  const of = (name: string) => ({
    type: 'object',
    properties: { tree: { $ref: `#/$defs/${name}` } },
    $defs: {
      [name]: {
        type: 'object',
        properties: { parts: { type: 'array', items: { $ref: `#/$defs/${name}` } } },
      },
    },
  });
  const [one, other] = [before(), before()];
  one['main']!.tools['find_invoice']!.inputSchema = of('Node');
  other['main']!.tools['find_invoice']!.inputSchema = of('Branch');
  expect(compareCatalogs(one, other)).toEqual([
    expect.objectContaining({ isBreaking: false, what: 'another input schema, which fits' }),
  ]);
});

it('a named server is told by its name', () => {
  const after = { ...before(), shelf: before()['main']! };
  expect(compareCatalogs(before(), after).map(({ where }) => where)).toContain(
    'tool shelf/close_month',
  );
});
