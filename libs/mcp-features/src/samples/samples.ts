import { PlatformInfoResource } from './platform/platform-info.resource';
import { RevisionsResource } from './platform/revisions.resource';
import { ProcessDataTool } from './process-data/process-data.tool';
import { SummarizePrompt } from './summarize/summarize.prompt';

/**
 * One feature of each kind, to try and to copy from. Nothing else needs them: who wants none deletes
 * this folder, and its two lines in the module.
 */
export const samples = [ProcessDataTool, PlatformInfoResource, RevisionsResource, SummarizePrompt];
