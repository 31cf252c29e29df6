import 'reflect-metadata';
import { runServer } from '@repo/mcp-server';
import { server } from './server';

void runServer(server);
