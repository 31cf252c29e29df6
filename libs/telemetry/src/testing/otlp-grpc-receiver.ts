import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { decodeProtobuf, type ExportRequest } from './otlp-messages';
import { OtlpReceiver } from './otlp-receiver';

const EXPORT = {
  path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  requestStream: false,
  responseStream: false,
  requestDeserialize: decodeProtobuf,
  requestSerialize: () => Buffer.alloc(0),
  responseSerialize: () => Buffer.alloc(0),
  responseDeserialize: () => ({}),
};

/** The same receiver over gRPC. */
export class OtlpGrpcReceiver extends OtlpReceiver {
  private readonly grpc = new Server();
  private port = 0;

  static override async start(): Promise<OtlpGrpcReceiver> {
    const receiver = new OtlpGrpcReceiver();
    receiver.grpc.addService(
      { export: EXPORT },
      {
        export: (
          { request }: ServerUnaryCall<ExportRequest, object>,
          done: sendUnaryData<object>,
        ) => {
          receiver.keep(request);
          done(null, {});
        },
      },
    );
    receiver.port = await new Promise<number>((resolve, reject) => {
      const credentials = ServerCredentials.createInsecure();
      receiver.grpc.bindAsync('127.0.0.1:0', credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
    return receiver;
  }

  override get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  override get environment(): Record<string, string> {
    return { ...super.environment, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  }

  override async stop(): Promise<void> {
    this.grpc.forceShutdown();
  }
}
