import { textOf } from '../workspace';

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
  readonly targets?: readonly { readonly expr: string }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly panels: Panel[];
}

export const dashboard = JSON.parse(
  textOf('deploy/monitoring/grafana/dashboards/mcp.json'),
) as Dashboard;

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
