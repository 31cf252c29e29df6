export { createNodesV2 } from './inference/create-nodes';
