import type { OwnSection } from '@repo/config';

/** The configuration of these features: a class of `defineSection` for each concern. */
export const sections: readonly OwnSection[] = [];
