/**
 * A copy with one thing broken, to prove that a proof sees it.
 *
 * @example damaged(service, (copy) => void (copy.spec.ports[0]!.targetPort = 'htp'))
 */
export function damaged<T>(original: T, damage: (copy: T) => void): T {
  const copy = structuredClone(original);
  damage(copy);
  if (JSON.stringify(copy) === JSON.stringify(original)) throw new Error('Nothing was damaged.');
  return copy;
}
