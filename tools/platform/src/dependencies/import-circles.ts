/** Each file with the files that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * The circles of a graph: groups of files of which each one imports all others, directly or not
 * (strongly connected components, by Tarjan's algorithm).
 */
export function circlesIn(graph: ImportGraph): string[][] {
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const path: string[] = [];
  const open = new Set<string>();
  const visit = (file: string): number => {
    const index = order.size;
    order.set(file, index);
    path.push(file);
    open.add(file);
    let lowest = index;
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) lowest = Math.min(lowest, visit(target));
      else if (open.has(target)) lowest = Math.min(lowest, order.get(target)!);
    }
    if (lowest === index) {
      const group = path.splice(path.indexOf(file));
      for (const member of group) open.delete(member);
      if (group.length > 1 || graph.get(file)?.includes(file)) circles.push(group.sort());
    }
    return lowest;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles;
}

/**
 * A shortest way from a file of a circle back to it: the files in the order of their imports, the
 * first again at the end.
 *
 * @param circle one of `circlesIn`
 */
export function wayAround(graph: ImportGraph, circle: readonly string[]): string[] {
  const [start = ''] = circle;
  const reachedFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (target === start) return [...wayTo(file, reachedFrom), start];
      if (!circle.includes(target) || reachedFrom.has(target)) continue;
      reachedFrom.set(target, file);
      queue.push(target);
    }
  }
  return [];
}

function wayTo(file: string, reachedFrom: ReadonlyMap<string, string>): string[] {
  const before = reachedFrom.get(file);
  return before === undefined ? [file] : [...wayTo(before, reachedFrom), file];
}
