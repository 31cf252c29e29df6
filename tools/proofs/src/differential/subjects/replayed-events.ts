import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

/** The SDK has the seam only: events of one session, kept in their order. */
export class ReplayedEvents implements EventStore {
  private readonly events: { streamId: string; message: JSONRPCMessage }[] = [];

  async storeEvent(streamId: string, message: JSONRPCMessage): Promise<string> {
    return String(this.events.push({ streamId, message }) - 1);
  }

  async getStreamIdForEventId(eventId: string): Promise<string | undefined> {
    return this.events[Number(eventId)]?.streamId;
  }

  async replayEventsAfter(
    lastEventId: string,
    { send }: { send: (eventId: string, message: JSONRPCMessage) => Promise<void> },
  ): Promise<string> {
    const streamId = (await this.getStreamIdForEventId(lastEventId)) ?? '';
    for (const [id, event] of this.events.entries()) {
      const isPriming = Object.keys(event.message).length === 0;
      if (id <= Number(lastEventId) || event.streamId !== streamId || isPriming) continue;
      await send(String(id), event.message);
    }
    return streamId;
  }
}
