// Apart from the rest of the library, which loads TypeORM.
export { AuditTrail } from './audit-trail';
export { RecordingModule } from './recording.module';
