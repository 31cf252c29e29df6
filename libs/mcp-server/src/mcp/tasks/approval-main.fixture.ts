import 'reflect-metadata';
import { runServer } from '../../run-server';
import { ApiFeatures } from '../../testing/features.fixture';
import { testServerOptions } from '../../testing/test-server-options';
import { PaymentModule } from './approvals.fixture';

/** A server as the `main.ts` of an app runs it, with tools that wait for another person. */
void runServer(testServerOptions([ApiFeatures, PaymentModule]));
