/** What PostgreSQL takes for a `uuid`. */
export const CLIENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The public part of a key. */
export const KEY_ID = /^[0-9a-f]{20}$/;
