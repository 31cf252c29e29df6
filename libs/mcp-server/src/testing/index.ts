export { Browser } from './browser.fixture';
export { TestServer } from './test-server';
