import { lambdaHandlers } from './lambda-handlers';
import { warmFunction } from '../start-function';

const handlers = lambdaHandlers(warmFunction());

/** For API Gateway, load balancers, and Function URLs in the mode `BUFFERED`. */
export const handler = handlers.buffered;

/** For Function URLs in the mode `RESPONSE_STREAM`, and REST APIs that stream. */
export const streamHandler = handlers.streamed;
