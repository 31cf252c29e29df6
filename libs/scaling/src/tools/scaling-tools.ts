import { ScalingHistoryTool } from './scaling-history.tool';
import { ScalingOverrideTool } from './scaling-override.tool';
import { ScalingPauseTools } from './scaling-pause.tools';
import { ScalingSavingsTool } from './scaling-savings.tool';
import { ScalingStatusTool } from './scaling-status.tool';
import { ScalingWakeTool } from './scaling-wake.tool';

/** The tools of scaling: providers beside `ScalingStore`, `ScalingStatus` and `ScalingOrders`. */
export const scalingTools = [
  ScalingStatusTool,
  ScalingOverrideTool,
  ScalingPauseTools,
  ScalingWakeTool,
  ScalingHistoryTool,
  ScalingSavingsTool,
] as const;
