import 'reflect-metadata';
import { runServer } from '../run-server';
import { ApiFeatures } from '../testing/features.fixture';
import { testServerOptions } from '../testing/test-server-options';
import { WorkersModule } from './workers.fixture';

/** A server as the `main.ts` of an app runs it, with tools that tell of their process. */
void runServer(testServerOptions([ApiFeatures, WorkersModule]));
