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
export type { OnDemand, Rules, TargetRules } from './rules/rules';
export { type RulesFault, rulesFaultText } from './rules/rules-fault';
export { RulesFile, type RulesFileListener } from './rules/rules-file';
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
