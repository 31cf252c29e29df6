import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KNOWN_CLIENTS, type KnownClient } from './known-clients';
import { improvementsOf, limitsList, matrixOf, type Proof, regressionsOf } from './matrix';
import { OPERATIONS, operationsOver, type Operation, type Transport } from './operation';

const CLIENT: KnownClient = {
  name: 'a client',
  packageName: 'a-client',
  file: 'a.client.mjs',
  lacks: ['progress'],
  limits: { http: { cancel: 'it tells nobody', 'list changed': 'it tells nobody' } },
  configuration: [],
};

/** All as it should be, but for some cells. */
function proofOf(transport: Transport, cells: Partial<Record<Operation, string>> = {}): Proof {
  const all = Object.fromEntries(operationsOver(transport).map((name) => [name, 'ok']));
  return {
    client: CLIENT,
    version: '1.2.3',
    transport,
    revision: '2026-07-28',
    cells: { ...all, progress: 'not offered', ...cells },
  };
}

describe('the matrix of clients', () => {
  it('has a row for each client over the transport, with its version and revision', () => {
    const [heading, , row, ...others] = matrixOf([proofOf('http'), proofOf('stdio')], 'http').split(
      '\n',
    );
    expect(heading).toBe(`| client | version | revision | ${OPERATIONS.join(' | ')} |`);
    expect(row).toMatch(/^\| a client \| 1\.2\.3 \| 2026-07-28 \| ok \| ok /);
    expect(others).toEqual([]);
  });

  it('leaves sign-in out over stdio', () => {
    expect(matrixOf([proofOf('stdio')], 'stdio')).not.toContain('bearer token');
  });

  it('tells what a client lacks from its limits and from what failed', () => {
    const cells = { cancel: 'Nothing came.', call: 'It broke.' };
    const row = matrixOf([proofOf('http', cells)], 'http').split('\n')[2] ?? '';
    const byHeading = (name: Operation) => row.split(' | ')[3 + OPERATIONS.indexOf(name)];
    expect(byHeading('progress')).toBe('–');
    expect(byHeading('cancel')).toBe('its limit');
    expect(byHeading('call')).toBe('**FAILED**');
  });

  it('names each limit once, with what it is of', () => {
    expect(limitsList([CLIENT])).toBe(
      '- a client over http, cancel, list changed: it tells nobody.',
    );
  });
});

describe('a proof of a client', () => {
  it('has no regression when all is as expected', () => {
    expect(regressionsOf([proofOf('http', { cancel: 'Nothing came.' })])).toEqual([]);
  });

  it.each([
    ['failed', 'It broke.', 'It broke.'],
    ['is not offered any more', 'not offered', 'not offered'],
    ['was not tried', undefined, 'It was not tried.'],
  ])('has one when what was ok %s', (_how, cell, reason) => {
    expect(regressionsOf([proofOf('stdio', { call: cell })])).toEqual([
      `a client over stdio, call: ${reason}`,
    ]);
  });

  it('tells what works by now', () => {
    expect(improvementsOf([proofOf('http', { progress: 'ok', cancel: 'Nothing came.' })])).toEqual([
      'a client over http, progress: ok',
      'a client over http, list changed: ok',
    ]);
  });
});

describe.each(KNOWN_CLIENTS.map((client) => [client.name, client] as const))(
  '%s',
  (_name, { file, configuration }) => {
    it('is connected as its documentation says', () => {
      const program = readFileSync(join(__dirname, 'programs', file), 'utf8');
      const words = configuration.join(' ').match(/--[\w-]+|\b[A-Z]\w+\b/g) ?? [];
      const unknown = words.filter((word) => !program.includes(word));
      expect(unknown).toEqual([]);
    });
  },
);
