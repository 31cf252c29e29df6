/** The platforms that an app can be deployed to: the configurations of its target `deploy`. */
export const platformNames = ['ecs', 'kubernetes'] as const;

export type PlatformName = (typeof platformNames)[number];
