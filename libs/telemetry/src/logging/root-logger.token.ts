/** Injects the `RootLogger`, where Nest's own `Logger` is not enough. */
export const ROOT_LOGGER = Symbol('the root logger of the process');
