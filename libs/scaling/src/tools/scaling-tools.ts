import { ScalingHistoryTool } from './scaling-history.tool';
import { ScalingOverrideTool } from './scaling-override.tool';
import { ScalingSavingsTool } from './scaling-savings.tool';
import { ScalingStatusTool } from './scaling-status.tool';

/** The tools of scaling: providers beside `ScalingStore`, `ScalingStatus` and `ScalingOrders`. */
export const scalingTools = [
  ScalingStatusTool,
  ScalingOverrideTool,
  ScalingHistoryTool,
  ScalingSavingsTool,
] as const;
