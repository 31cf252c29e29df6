export { TestServer } from './test-server';
