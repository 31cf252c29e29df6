import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseRules } from '../rules/parse-rules';
import { rulesFaultText } from '../rules/rules-fault';
import { dateOf, isDate } from '../schedule/local-date';
import { plan } from './plan';
import { planSvg } from './plan-svg';
import { planText } from './plan-text';

/** What a run of the command ends with. */
export interface PlanRun {
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  readonly errors: string;
}

const usage = `Shows what the scaling rules mean for the days to come. Changes nothing.

  --config <file>   the rules; default: SCALING_CONFIG, else deploy/scaling.yaml
  --from <date>     the first day, such as 2026-12-24; default: today
  --days <count>    1 to 31; default: 7
  --svg <file>      draws it as well
`;

const options = {
  config: { type: 'string' },
  from: { type: 'string' },
  days: { type: 'string', default: '7' },
  svg: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/**
 * @param now milliseconds since 1970
 * @returns exit code 1 for rules with faults, each with line and column; 2 for arguments that make
 *   no sense
 */
export async function runPlan(
  args: string[],
  environment: NodeJS.ProcessEnv,
  now: number,
): Promise<PlanRun> {
  let given: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    given = parseArgs({ args, options, strict: true }).values;
  } catch (error) {
    return misused((error as Error).message);
  }
  if (given.help) return { exitCode: 0, output: usage, errors: '' };
  const { from = dateOf(now), days } = given;
  if (!isDate(from)) return misused(`--from ${from}: expected a date such as 2026-12-24`);
  if (!/^([1-9]|[12]\d|3[01])$/.test(days)) return misused(`--days ${days}: expected 1 to 31`);

  const file = given.config ?? environment['SCALING_CONFIG'] ?? 'deploy/scaling.yaml';
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return failed(`${file} cannot be read: ${(error as Error).message}`);
  }
  const { rules, faults } = parseRules(text, { now });
  const told = faults.map((fault) => rulesFaultText(file, fault)).join('\n');
  if (rules === undefined) return failed(told);

  const plans = plan(rules, { from, days: Number(days) });
  if (given.svg !== undefined) await writeFile(given.svg, planSvg(plans));
  const table = plans.length === 0 ? `${file} names no targets.` : planText(plans);
  return { exitCode: 0, output: `${table}\n`, errors: told === '' ? '' : `${told}\n` };
}

function misused(message: string): PlanRun {
  return { exitCode: 2, output: '', errors: `${message}\n\n${usage}` };
}

function failed(message: string): PlanRun {
  return { exitCode: 1, output: '', errors: `${message}\n` };
}
