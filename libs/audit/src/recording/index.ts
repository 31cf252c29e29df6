// Apart from the rest of the library, which loads TypeORM.
export { boundedCopy } from '../arguments/bounded-copy';
export { AuditTrail } from './audit-trail';
export { RecordingModule } from './recording.module';
export { taskDetail } from './audit.interceptor';
export { traceIdIn } from '../record/trace-id';
