import type { FastifyServerOptions } from 'fastify';

/**
 * For a Fastify whose routes have no schemas: zod judges what comes, and answers are written by hand.
 * Fastify would load its compilers for them all the same, a tenth of the whole start.
 */
export const withoutSchemas = {
  schemaController: {
    compilersFactory: { buildValidator: refuse, buildSerializer: refuse },
  },
} satisfies FastifyServerOptions;

function refuse(): never {
  throw new Error('A route has a schema of Fastify. Check what comes with zod, in the route.');
}
