import 'reflect-metadata';
import { serveRepository } from './serve-repository';

void serveRepository(process.stdin, process.stdout);
