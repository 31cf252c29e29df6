export { AuditModule } from './audit.module';
export type { AuditEntry } from './reading/audit-entry';
export type { AuditFilter } from './reading/audit-filter';
export { AuditReader, type AuditPage } from './reading/audit-reader';
export { EXPORT_TYPES, exportStream, type ExportFormat } from './reading/export/export-stream';
export {
  pageParameterSchemas,
  readPageRequest,
  type PageRequest,
  type ParameterSchema,
} from './reading/page-request';
export { QueryError, type QueryFault } from './reading/query.error';
export { AuditCounts } from './recording/audit-counts';
export { AuditRetention } from './storage/partitions/audit-retention';
export { auditSchema } from './storage/audit-schema';
