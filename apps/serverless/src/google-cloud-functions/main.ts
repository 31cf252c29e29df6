import { warmFunction } from '../start-function';
import { httpFunction } from './http-function';

/** The entry point; name it as the function's target. */
export const mcp = httpFunction(warmFunction());
