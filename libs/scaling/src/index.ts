export { Drivers } from './drivers/drivers';
export { CloudRunDriver } from './drivers/cloud-run/cloud-run.driver';
export { ContainerInstancesDriver } from './drivers/container-instances/container-instances.driver';
export { EcsDriver } from './drivers/ecs/ecs.driver';
export { KubernetesDriver } from './drivers/kubernetes/kubernetes.driver';
export { MemorySizes } from './drivers/memory-sizes';
export { ProcessDriver } from './drivers/process/process.driver';
export { type ProcessOrder, processSize, type ProcessSize } from './drivers/process/process-size';
export type {
  ActualSize,
  DriverTarget,
  EarlierSizes,
  ScalingDriver,
} from './drivers/scaling-driver';
export { ScalingError, type ScalingErrorCode } from './drivers/scaling.error';
export { type Action, decide, type Step } from './reconcile/decide';
export { LocalLock, type TargetLock } from './reconcile/lock';
export {
  type Outcome,
  reconcile,
  type ReconcileDeps,
  type ReconcileResult,
} from './reconcile/reconcile';
export { parseRules, type ParsedRules, type ParseOptions } from './rules/parse-rules';
export type { PlatformSettings } from './rules/platform-settings';
export type { OnDemand, Rules, StayWhileBusy, TargetRules } from './rules/rules';
export { type RulesFault, rulesFaultText } from './rules/rules-fault';
export { RulesFile, type RulesFileListener } from './rules/rules-file';
export { PostgresLock } from './run/postgres-lock';
export { ownPlace } from './run/protected/own-place';
export { Protection } from './run/protected/protection';
export { type ReconcileRun, ScalingRun, type ScalingRunParts } from './run/scaling-run';
export { Calendar, type Period } from './schedule/calendar';
export {
  type Demand,
  type DesiredReason,
  type DesiredState,
  desiredState,
} from './schedule/desired-state';
export { type Override, overrideFaults } from './schedule/override';
export {
  type Saving,
  savings,
  type SavingsOptions,
  type SizeSample,
  type TargetPrice,
} from './savings/savings';
export { type Size, sizeText, type Wanted } from './size';
export { scalingSchema } from './storage/scaling-schema';
export { ScalingStore } from './storage/scaling-store';
export type { Observation } from './storage/observation';
export type {
  HistoryPage,
  HistoryRequest,
  Order,
  OrderAction,
  ScalingEvent,
} from './storage/history-store';
export type { StoredOverride } from './storage/override-store';
export { type Pause, pauseFor, pauseText } from './storage/pause-store';
export type { RulesReport } from './storage/rules-report-store';
export type { SavingsRequest, StoredSaving } from './storage/savings-store';
export type { StoredStatus } from './storage/status-store';
export type { TargetFacts } from './storage/target-facts';
export { OrderError } from './orders/order.error';
export {
  overrideId,
  overrideOrder,
  type OverrideOrder,
  pauseOrder,
  type PauseOrder,
  resumeOrder,
  type ResumeOrder,
  targetName,
} from './orders/order-schemas';
export { ReconcileRequests } from './orders/reconcile-requests';
export { ScalingOrders, type Wake } from './orders/scaling-orders';
export { ScalingStatus, type StatusReport } from './status/scaling-status';
export {
  isoOf,
  type OverrideView,
  overrideView,
  type PauseView,
  pauseView,
  type TargetStatus,
} from './status/target-status';
export { wakeView, type WakeView } from './status/wake-view';
export { actorOf } from './orders/actor';
export { readSavings, savingsQuery, type SavingsView } from './savings/savings-view';
export {
  historyQuery,
  type HistoryQuery,
  type HistoryView,
  readHistory,
} from './status/history-view';
export { scalingTools } from './tools/scaling-tools';
export { DemandProbe, type DemandProbeOptions } from './demand/demand-probe';
export {
  historySchema,
  overrideSchema,
  pauseSchema,
  resumeSchema,
  savingsSchema,
  statusSchema,
  wakeSchema,
} from './tools/view-schemas';
