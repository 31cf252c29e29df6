import type { Labels, Selector } from './specs';

/** Whether labels answer a selector, with what the manifests here use of selectors. */
export function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels) {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator !== 'In') throw new Error(`The proofs know no operator ${operator}.`);
      return values.includes(labels[key] ?? '');
    })
  );
}
