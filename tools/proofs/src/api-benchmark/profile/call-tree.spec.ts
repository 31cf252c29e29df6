import { callTree, type CallFrame, type CpuProfile } from './cpu-profile';
import { flameGraph } from './flame-graph';
import { groupOfPath, Origins } from './origin';
import { functionTimes, groupTimes } from './self-time';

const frame = (functionName: string, url = 'node:net'): CallFrame => ({
  functionName,
  url,
  lineNumber: 0,
  columnNumber: 0,
});

/** `serve` ran for 30 µs and called `write` for 60; 5 µs of collection; idle for 900. */
const PROFILE: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)', ''), children: [2, 4, 5] },
    { id: 2, callFrame: frame('serve'), children: [3] },
    { id: 3, callFrame: frame('write<T>') },
    { id: 4, callFrame: frame('(idle)', '') },
    { id: 5, callFrame: frame('(garbage collector)', '') },
  ],
  samples: [2, 3, 4, 3, 5],
  timeDeltas: [30, 40, 900, 20, 5],
};

describe('a profile', () => {
  it('is a tree of stacks without the time in which nothing ran', () => {
    const root = callTree(PROFILE);
    const [serve] = root.children.values();
    expect(root.totalMicros).toBe(95);
    expect(serve).toMatchObject({ selfMicros: 30, totalMicros: 90 });
  });

  it('tells what each function and each group cost a call', () => {
    const times = functionTimes(callTree(PROFILE), 10, new Origins());
    expect(times[0]).toMatchObject({ name: 'write<T>', group: 'node internals', micros: 6 });
    expect(groupTimes(times).get('node internals')).toBe(9);
    expect(groupTimes(times).get('gc')).toBe(0.5);
  });

  it('is drawn with names that are no markup', () => {
    const svg = flameGraph(callTree(PROFILE), 'api', new Origins());
    expect(svg).toContain('write&lt;T&gt;');
    expect(svg).not.toContain('(idle)');
  });
});

describe('the group of a source', () => {
  it.each([
    ['libs/mcp-core/src/engine/engine.ts', 'mcp-core'],
    ['apps/api/src/main.ts', 'api'],
    ['node_modules/fastify/lib/reply.js', 'fastify'],
    ['node_modules/find-my-way/index.js', 'fastify'],
    ['node_modules/zod/v4/core/parse.js', 'zod'],
    ['tools/proofs/src/api-benchmark/peers/floor.mjs', 'floor'],
  ])('%s is %s', (path, group) => {
    expect(groupOfPath(path)).toBe(group);
  });
});
