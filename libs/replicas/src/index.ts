export { ReplicasModule } from './replicas.module';
