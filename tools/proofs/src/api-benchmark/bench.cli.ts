import { comparisonBars } from './comparison/bars';
import { compare } from './comparison/compare';
import { comparisonTable, versions } from './comparison/comparison-table';
import { chosenContenders } from './comparison/contenders';
import { standingsOf } from './comparison/standing';
import { installPackages } from '../installed-packages';
import { isWhole, readOptions } from './options';
import { paths } from './paths';
import { barsTable, printBars } from './report/bar';
import { conditions } from './report/conditions';
import { writeSections } from './report/document';
import { runProgram } from './run-program';

/** `nx bench api`: the api against the floor and its peers. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const contenders = chosenContenders(options.only);
  installPackages(paths.peers);

  const tracks = await compare(contenders, options);
  const table = comparisonTable(standingsOf(tracks));
  const bars = comparisonBars(tracks);
  console.log(`\n${table}\n`);
  printBars(bars);
  const { rounds, seconds, section } = options;
  const how = `medians of ${rounds} interleaved rounds of ${seconds} s at 32 connections. ${versions(contenders)}`;
  const comparison = `${conditions(how)}\n\n${table}\n\n${barsTable(bars)}`;
  if (section !== undefined) return writeSections({ [section]: comparison });

  console.log('\nThe same with a client that never sleeps:');
  const ours = contenders.filter(({ kind }) => kind !== 'peer');
  const pollingTable = comparisonTable(standingsOf(await compare(ours, options, true)));
  console.log(`\n${pollingTable}`);

  if (!isWhole(options))
    return console.log('\nNot a whole run: docs/performance.md is left alone.');
  await writeSections({ comparison, polling: pollingTable });
}

runProgram(main);
