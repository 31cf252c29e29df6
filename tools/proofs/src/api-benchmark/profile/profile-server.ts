import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCall, type Era } from '../measure/call';
import { load } from '../measure/load';
import { measure } from '../measure/measure';
import type { Program } from '../measure/server-process';
import { startAnswering } from '../measure/start-answering';
import { paths } from '../paths';
import { callTree, type CpuProfile } from './cpu-profile';
import { flameGraph } from './flame-graph';
import { Origins } from './origin';
import { functionTimes, type FunctionTime } from './self-time';

/** Finer than V8's default of a millisecond: a call takes a fraction of one. */
const INTERVAL_MICROS = 100;
const WARM_UP_SECONDS = 3;

export interface Subject {
  /** Of the files. */
  readonly name: string;
  readonly era: Era;
  readonly program: Program;
}

export interface Profiled {
  readonly subject: Subject;
  /** Microseconds of CPU a call without the profiler. */
  readonly cpuMicros: number;
  readonly functions: readonly FunctionTime[];
}

/** Profiles a server under load, and leaves a flame graph and the profile itself. */
export async function profileServer(subject: Subject, seconds: number): Promise<Profiled> {
  const { name, era, program } = subject;
  const params = { name: 'process_data', arguments: { data: 'the quick brown fox' } };
  const call = createCall(era, 'tools/call', params);
  const server = await startAnswering(program, call);
  try {
    await load(server.url, call, { duration: WARM_UP_SECONDS });
    const { cpuMicros } = await measure(server, call, { duration: seconds });
    await server.startProfile(INTERVAL_MICROS);
    const { answered } = await load(server.url, call, { duration: seconds });
    const profile = await server.stopProfile<CpuProfile>();

    const tree = callTree(profile);
    const origins = new Origins();
    write(`${name}.cpuprofile`, JSON.stringify(profile));
    write(`${name}.svg`, flameGraph(tree, `${name}: ${answered} calls`, origins));
    return { subject, cpuMicros, functions: functionTimes(tree, answered, origins) };
  } finally {
    await server.stop();
  }
}

function write(file: string, text: string): void {
  mkdirSync(paths.profiles, { recursive: true });
  writeFileSync(join(paths.profiles, file), text);
}
