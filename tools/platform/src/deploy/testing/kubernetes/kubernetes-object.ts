/** Any object, as it is on the wire. */
export type KubernetesObject = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** Of one container, by which a pod works or not. */
export const imageOf = ({ spec }: KubernetesObject): string =>
  spec.template.spec.containers[0].image as string;
