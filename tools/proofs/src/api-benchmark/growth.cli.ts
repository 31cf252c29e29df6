import { catalogSize } from './growth/catalog-size';
import { crowd } from './growth/crowd';
import { eventStreams } from './growth/event-streams';
import type { Finding, GrowthPart } from './growth/finding';
import { heapOverCalls } from './growth/heap-over-calls';
import { idleSessions } from './growth/idle-sessions';
import { resultSizes } from './growth/result-sizes';
import { scrape } from './growth/scrape';
import { start } from './growth/start';
import { workers } from './growth/workers';
import { installPackages } from '../installed-packages';
import { isWhole, readOptions } from './options';
import { paths } from './paths';
import { barsTable, printBars } from './report/bar';
import { conditions } from './report/conditions';
import { writeSections } from './report/document';
import { runProgram } from './run-program';

const PARTS: Readonly<Record<string, GrowthPart>> = {
  catalog: catalogSize,
  sessions: idleSessions,
  crowd,
  workers,
  heap: heapOverCalls,
  scrape,
  start,
  results: resultSizes,
  streams: eventStreams,
};

/** `nx run api:bench-growth`: what the api costs as things become more, longer or older. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const names = options.only.length === 0 ? Object.keys(PARTS) : options.only;
  const unknown = names.filter((name) => !(name in PARTS));
  if (unknown.length > 0) {
    throw new Error(
      `--only: unknown ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`,
    );
  }
  installPackages(paths.peers);

  const findings: Finding[] = [];
  for (const name of names) findings.push(await PARTS[name]!(options));
  const bars = findings.flatMap((finding) => finding.bars);
  const text = findings.map((finding) => `### ${finding.heading}\n\n${finding.text}`).join('\n\n');
  console.log(`\n${text}\n`);
  printBars(bars);

  if (!isWhole(options))
    return console.log('\nNot a whole run: docs/performance.md stays as it is.');
  const how = `medians of ${options.rounds} interleaved rounds of ${options.seconds} s at 32 connections`;
  await writeSections({ growth: `${conditions(how)}\n\n${barsTable(bars)}\n\n${text}` });
}

runProgram(main);
