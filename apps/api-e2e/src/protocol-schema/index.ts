/** The protocol's own schema, for what any host sends. */
export { ProtocolSchema } from './protocol-schema';
export { isRevision } from './published-schemas';
