const { AsyncResource } = require('node:async_hooks');
const { getServers } = require('node:dns');
const { relative } = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const { getHeapSnapshot, setFlagsFromString, writeHeapSnapshot } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/*
 * Jest runs each test in an async context that leads to all modules of its suite, and Node remembers
 * the context in which it made a timer or a handle. What it makes once a process, at its first use,
 * must be made outside of tests: the resolver of names, and the timers and connections of `fetch`.
 */
getServers();
const outside = new AsyncResource('outside of tests');

// The AWS SDK warns of Node 20 in every process that loads it, amid the results of a run that passes.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Milliseconds in which what a suite leaves running has ended by itself. */
const GRACE_MS = Number(process.env.JEST_LEAK_GRACE_MS ?? 30_000);

/**
 * Suites that may be there by no fault of theirs: V8 remembers what the functions of Jest saw, one
 * suite at a place, and another takes its place by and by. Four were seen.
 */
const MAX_HELD_BY_V8 = 8;

const HOW_TO_FIND =
  'With JEST_LEAK_SNAPSHOT=<file> a heap snapshot is written: look for what leads to their NativeContext.';

/** The suites that ran in this process: when they ended, and their global object while it is there. */
const ended = new Set();
let nextCheck = performance.now() + GRACE_MS;

/**
 * Jest's environment of Node. It fails the run when suites that have long ended are still in memory:
 * a timer, a listener or a connection leads to them. One leaves tens of megabytes, and they add up.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.path = relative(config.globalConfig.rootDir, context.testPath);
    const { fetch } = this.global;
    this.global.fetch = (...parameters) => outside.runInAsyncScope(fetch, undefined, ...parameters);
  }

  async setup() {
    await super.setup();
    if (performance.now() < nextCheck) return;
    const left = await leftInMemory();
    nextCheck = performance.now() + GRACE_MS;
    if (left.length <= MAX_HELD_BY_V8) return;
    const { JEST_LEAK_SNAPSHOT } = process.env;
    if (JEST_LEAK_SNAPSHOT) writeHeapSnapshot(JEST_LEAK_SNAPSHOT);
    for (const suite of left) ended.delete(suite); // Once is enough.
    const paths = left.map(({ path }) => path).join(', ');
    throw new Error(`Still in memory long after their end: ${paths}. ${HOW_TO_FIND}`);
  }

  async teardown() {
    ended.add({ path: this.path, at: performance.now(), global: new WeakRef(this.global) });
    await super.teardown();
  }
};

/** The suites that should be gone. */
async function leftInMemory() {
  const old = [...ended].filter(({ at }) => performance.now() - at >= GRACE_MS);
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  // What is found unreachable at first may need another round to go.
  for (let round = 0; round < 3; round += 1) {
    await delay(10);
    collectGarbage();
  }
  let left = old.filter(isThere);
  if (left.length > MAX_HELD_BY_V8) {
    // What `deref` has returned is kept for this turn. Before a snapshot V8 collects more than by `gc`.
    await delay(10);
    getHeapSnapshot().destroy();
    left = left.filter(isThere);
  }
  for (const suite of old) if (!left.includes(suite)) ended.delete(suite);
  return left;
}

const isThere = ({ global }) => global.deref() !== undefined;
