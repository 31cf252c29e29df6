import { PlatformInfoResource } from './platform/platform-info.resource';
import { RevisionsResource } from './platform/revisions.resource';
import { ProcessDataTool } from './process-data/process-data.tool';
import { SummarizePrompt } from './summarize/summarize.prompt';

/**
 * One feature of each kind, to try and to copy from. But for the benchmarks of `tools/proofs`, which
 * call `process_data`, nothing needs them: who wants none deletes this folder, and the two places in
 * the module that name it.
 */
export const samples = [ProcessDataTool, PlatformInfoResource, RevisionsResource, SummarizePrompt];
