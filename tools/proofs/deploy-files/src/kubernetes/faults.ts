import { accountFaults } from './account-faults';
import type { Manifest } from './manifest';
import { networkFaults } from './network-faults';
import { podFaults } from './pod-faults';
import { boundsFaults } from './bounds-faults';
import { labelFaults } from './label-faults';
import { selectorFaults } from './selector-faults';

/** All that the types cannot say of the manifests of one namespace. */
export const faultsOf = (manifests: readonly Manifest[]): string[] => [
  ...podFaults(manifests),
  ...selectorFaults(manifests),
  ...accountFaults(manifests),
  ...networkFaults(manifests),
  ...boundsFaults(manifests),
  ...labelFaults(manifests),
];
