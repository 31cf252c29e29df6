import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf, workspace } from '../workspace';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly datasource?: { readonly type: string };
  readonly links?: readonly { readonly url: string }[];
  readonly targets?: readonly { readonly expr: string }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: Panel[];
}

interface Variable {
  readonly name: string;
  readonly query: string | { readonly query: string };
}

const folder = 'deploy/monitoring/grafana/dashboards';

export const dashboards: readonly (readonly [string, Dashboard])[] = readdirSync(
  join(workspace, folder),
).map((file) => [file, JSON.parse(textOf(`${folder}/${file}`)) as Dashboard]);

/** What its panels and variables ask Prometheus for. */
export function expressionsOf({ panels, templating }: Dashboard): string[] {
  const ofPanels = panels
    .filter(({ datasource }) => datasource?.type === 'prometheus')
    .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const ofVariables = templating.list.flatMap(({ query }) =>
    typeof query === 'string' ? [] : /label_values\((.*), \w+\)/.exec(query.query)![1]!,
  );
  return [...ofPanels, ...ofVariables];
}

/** Panels without a question, of one number, or one over the other. */
export function layoutFaults({ panels }: Dashboard): string[] {
  return panels.flatMap((panel, index) => [
    ...(panel.type === 'row' || panel.targets?.length ? [] : [`${panel.title} asks nothing`]),
    ...panels
      .slice(index + 1)
      .filter((other) => other.id === panel.id || overlap(panel, other))
      .map((other) => `${panel.title} and ${other.title} stand in one place`),
  ]);
}

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
