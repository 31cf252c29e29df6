export { McpFeaturesModule } from './mcp-features.module';
export { PlatformOptions } from './platform.options';
export { sections } from './sections';
