/** What the benchmark of reading needs beside the public entry. */
export { pageQuery } from '../reading/page-query';
export { monthOf } from '../storage/partitions/month';
export { addPartition } from '../storage/partitions/partition-statements';
