import type { DatabaseFeature } from '@repo/database';

/** The tables of the features in this library. */
const featuresSchema: DatabaseFeature = { entities: [], migrations: [] };

/** Those of every library with features: what the api and the worker have beside the platform's own. */
export const databaseFeatures: readonly DatabaseFeature[] = [featuresSchema];
