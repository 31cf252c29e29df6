/**
 * A method returned what cannot be sent. The message says what was found and what to return, in
 * names and types and never in values, so that it may be shown to the caller.
 */
export class UnsendableError extends Error {}
