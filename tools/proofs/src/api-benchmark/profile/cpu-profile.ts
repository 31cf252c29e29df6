/** A profile as V8's inspector gives it (Profiler.Profile of the DevTools protocol). */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** The node that ran at each sample. */
  readonly samples: readonly number[];
  /** Microseconds between the samples. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children?: readonly number[];
}

export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  /** Both from 0. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** A function in the place of the stack where it ran. */
export interface Frame {
  readonly callFrame: CallFrame;
  /** Microseconds in the function itself. */
  selfMicros: number;
  /** Microseconds in it and in what it called. */
  totalMicros: number;
  readonly children: Map<string, Frame>;
}

/** Joins samples of the same stack, and leaves out the time in which nothing ran. */
export function callTree({ nodes, samples, timeDeltas }: CpuProfile): Frame {
  const selfMicros = new Map<number, number>();
  samples.forEach((id, index) => {
    selfMicros.set(id, (selfMicros.get(id) ?? 0) + Math.max(0, timeDeltas[index] ?? 0));
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [first] = nodes;
  if (first === undefined) throw new Error('The profile is empty.');
  const root = emptyFrame(first.callFrame);
  addTo(root, first);
  return root;

  function addTo(frame: Frame, node: ProfileNode): void {
    frame.selfMicros += selfMicros.get(node.id) ?? 0;
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child === undefined || child.callFrame.functionName === '(idle)') continue;
      addTo(childOf(frame, child.callFrame), child);
    }
    frame.totalMicros = frame.selfMicros;
    for (const { totalMicros } of frame.children.values()) frame.totalMicros += totalMicros;
  }
}

/** All frames, each before what it called. */
export function* everyFrame(frame: Frame): Generator<Frame> {
  yield frame;
  for (const child of frame.children.values()) yield* everyFrame(child);
}

export function keyOf({ functionName, url, lineNumber, columnNumber }: CallFrame): string {
  return `${functionName} ${url}:${lineNumber}:${columnNumber}`;
}

function childOf({ children }: Frame, callFrame: CallFrame): Frame {
  const key = keyOf(callFrame);
  const known = children.get(key);
  if (known !== undefined) return known;
  const child = emptyFrame(callFrame);
  children.set(key, child);
  return child;
}

function emptyFrame(callFrame: CallFrame): Frame {
  return { callFrame, selfMicros: 0, totalMicros: 0, children: new Map() };
}
