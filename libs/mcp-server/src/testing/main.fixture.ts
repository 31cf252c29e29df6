import 'reflect-metadata';
import { runServer } from '../run-server';
import { DatabaseToolModule } from './database-tools.fixture';
import { ApiFeatures } from './features.fixture';
import { testServerOptions } from './test-server-options';

/** A server as the `main.ts` of an app runs it. */
void runServer(testServerOptions([ApiFeatures, DatabaseToolModule]));
