import { relative } from 'node:path';
import { installPackages } from '../installed-packages';
import { apiProgram } from './measure/start-answering';
import { readOptions } from './options';
import { paths } from './paths';
import { profileServer, type Profiled, type Subject } from './profile/profile-server';
import { functionsTable, groupsTable } from './profile/profile-table';
import { conditions } from './report/conditions';
import { writeSections } from './report/document';
import { runProgram } from './run-program';

const SECONDS = 8;
const FUNCTIONS = 25;

const FLOOR = { file: paths.floor };
const SUBJECTS: readonly Subject[] = [
  { name: 'api-modern', era: 'modern', program: apiProgram() },
  { name: 'floor-modern', era: 'modern', program: FLOOR },
  { name: 'api-legacy', era: 'legacy', program: apiProgram() },
  { name: 'floor-legacy', era: 'legacy', program: FLOOR },
];

/** `nx run api:profile`: where the time of a call goes. */
async function main(): Promise<void> {
  const { quick, only } = readOptions(process.argv.slice(2));
  const chosen = SUBJECTS.filter(({ name }) => only.length === 0 || only.includes(name));
  installPackages(paths.peers);

  const profiles: Profiled[] = [];
  for (const subject of chosen) {
    console.log(`profiling ${subject.name} …`);
    profiles.push(await profileServer(subject, quick ? 2 : SECONDS));
  }
  const groups = groupsTable(profiles);
  console.log(`\n${groups}`);
  for (const { subject, cpuMicros, functions } of profiles) {
    console.log(`\n${subject.name}, ${cpuMicros.toFixed(1)} µs CPU a call without the profiler`);
    console.log(functionsTable(functions, FUNCTIONS));
  }
  console.log(`\nFlame graphs and profiles: ${relative(process.cwd(), paths.profiles)}`);

  if (quick || only.length > 0) return;
  const how = `${SECONDS} s at 32 connections, a sample every 100 µs, which makes calls slower`;
  const top = profiles[0]!.functions;
  await writeSections({
    profile: `${conditions(how)}\n\n${groups}\n\nThe functions of a modern call that cost most themselves:\n\n${functionsTable(top, 15)}`,
  });
}

runProgram(main);
