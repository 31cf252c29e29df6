export { Browser } from './browser.fixture';
export { TaskClient, TASKS } from '../mcp/tasks/task-client.fixture';
export { TestServer } from './test-server';
