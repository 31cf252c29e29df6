import { queueNames } from '@repo/queue';
import { damaged } from '../damaged';
import { isInstalled, synthesized } from './synthesized';
import { templateFaults } from './template-faults';

const suite = isInstalled ? describe : describe.skip;
if (!isInstalled) console.warn('Not proved: run npm ci in deploy/aws-infrastructure first.');

suite('the templates of the infrastructure', () => {
  const [foundation, services, scaling] = isInstalled ? synthesized('production') : [];

  it('have the resources and properties that CloudFormation knows', () => {
    expect(Object.keys(foundation!.Resources).length).toBeGreaterThan(30);
    expect(templateFaults(foundation!)).toEqual([]);
    expect(templateFaults(services!)).toEqual([]);
    expect(templateFaults(scaling!)).toEqual([]);
  });

  it('watch every queue of the worker', () => {
    const alarms = Object.values(services!.Resources).filter(
      ({ Properties }) => Properties?.['MetricName'] === 'queue_jobs',
    );
    const dimensions = alarms.flatMap(
      ({ Properties }) => Properties!['Dimensions'] as { Name: string; Value: string }[],
    );
    const queues = dimensions.filter(({ Name }) => Name === 'queue').map(({ Value }) => Value);
    expect([...new Set(queues)].sort()).toEqual([...queueNames].sort());
  });

  it('are refused with a resource, a property or a requirement that is not so', () => {
    const [id, rule] = Object.entries(services!.Resources).find(
      ([, { Type }]) => Type === 'AWS::ElasticLoadBalancingV2::ListenerRule',
    )!;
    const [condition] = rule.Properties!['Conditions'] as object[];
    const faultsWith = (change: object) =>
      templateFaults(damaged(services!, (copy) => void Object.assign(copy.Resources[id]!, change)));
    expect(faultsWith({ Type: 'AWS::ElasticLoadBalancingV2::Rule' })[0]).toContain('has no');
    const { Actions, Priority } = rule.Properties!;
    const withConditions = (...conditions: object[]) =>
      faultsWith({ Properties: { Actions, Priority, Conditions: conditions } });
    expect(withConditions({ ...condition, Feild: 'x' })).toEqual([
      `${id}.Conditions[0] has no Feild`,
    ]);
    expect(faultsWith({ Properties: { Actions, Conditions: [], Prio: 1 } })).toEqual([
      `${id} lacks Priority`,
      `${id} has no Prio`,
    ]);
  });
});
