import { defaultOf, type Variable } from '../variable';
import { sections } from '../variables';

const generated = 'Made by `npx nx run config:docs` from libs/config/src/sections; do not edit.';

/** The text of `docs/configuration.md`. */
export function renderPage(): string {
  const blocks = sections.flatMap(({ title, variables }) => [
    `## ${title}`,
    ...Object.entries(variables).flatMap(([name, variable]) => renderEntry(name, variable)),
  ]);
  return `${[pageHead, ...blocks].join('\n\n')}\n`;
}

/** The text of `.env.example`. Every line is a comment, so that a copy changes nothing until one is edited. */
export function renderExample(): string {
  const blocks = sections.map(({ title, variables }) => {
    const entries = Object.entries(variables).map(([name, variable]) => renderLine(name, variable));
    return [`# --- ${title} ---`, ...entries].join('\n\n');
  });
  return `${[exampleHead, ...blocks].join('\n\n')}\n`;
}

const pageHead = `<!-- ${generated} -->

# Configuration

Everything is set by environment variables, and nothing has to be set outside production. An empty variable counts as unset. In development the files \`.env\` and \`.env.local\` of the working directory are read too, the second over the first; they never override the real environment. A copy of \`.env.example\` is a good start.

All faults are reported together on stderr, each with the variable's name, what was found (secrets masked) and what is allowed. The process then exits with code 78 and has started nothing.

A duration without a unit is in seconds, a size without a unit in bytes. KB and MB are powers of 1000, KiB and MiB of 1024.`;

const exampleHead = [
  `# ${generated}`,
  '# Copy to .env and take away the # where a value should differ from the default.',
  '# Read in development only. docs/configuration.md says more.',
].join('\n');

function renderEntry(name: string, variable: Variable): readonly string[] {
  const facts = [
    `- Allowed: ${variable.schema.description}`,
    `- Default: ${renderDefault(variable)}`,
    variable.unit === undefined ? [] : `- Unit: ${variable.unit}`,
    variable.requiredInProduction ? '- Required in production' : [],
    variable.secret === undefined ? [] : '- Secret: masked wherever it is shown',
  ].flat();
  return [`### ${name}`, variable.description, facts.join('\n')];
}

function renderLine(name: string, variable: Variable): string {
  const value = variable.example ?? defaultOf(variable, false) ?? '';
  const facts = [
    `Allowed: ${variable.schema.description}.`,
    `Default: ${renderDefault(variable)}.`,
    variable.requiredInProduction ? 'Required in production.' : [],
  ].flat();
  return [...comment(variable.description), ...comment(facts.join(' ')), `# ${name}=${value}`].join(
    '\n',
  );
}

/** A text as comment lines of at most 100 characters. */
function comment(text: string): readonly string[] {
  const lines = text.match(/.{1,98}(?:\s|$)/g) ?? [];
  return lines.map((line) => `# ${line.trimEnd()}`);
}

function renderDefault(variable: Variable): string {
  const development = defaultOf(variable, false);
  const production = defaultOf(variable, true);
  if (development === undefined || production === undefined)
    return variable.withoutDefault ?? 'none';
  if (development === production) return `\`${development}\``;
  return `\`${development}\`; production: \`${production}\``;
}
