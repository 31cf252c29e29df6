import type { Cluster, Redis } from 'ioredis';

/**
 * Lets a connection end, and those made of it, while it waits for its next try. ioredis clears the
 * timer then and waits for the close of a socket that is not there; BullMQ waits for the end of the
 * connection, so that a worker told to stop during an outage would take all of its grace.
 */
export function endBetweenTries(connection: Redis | Cluster): void {
  const disconnect = connection.disconnect.bind(connection);
  const duplicate = connection.duplicate.bind(connection) as (...options: []) => typeof connection;
  connection.disconnect = (reconnect = false) => {
    // What has no socket before the first try ends at once.
    if (connection.status === 'reconnecting' && !reconnect) connection.status = 'wait';
    disconnect(reconnect);
  };
  const duplicateSame = (...options: []) => {
    const other = duplicate(...options);
    endBetweenTries(other);
    return other;
  };
  connection.duplicate = duplicateSame as typeof connection.duplicate;
}
