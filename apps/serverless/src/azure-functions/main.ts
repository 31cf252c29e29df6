import { warmFunction } from '../start-function';
import { registerHttp } from './register-http';

registerHttp(warmFunction());
