import { ownedServices } from './owned-services';

it('finds the services that a stack would delete, and lets pass those that it would leave', () => {
  const Resources = {
    Api: { Type: 'AWS::ECS::Service' },
    Worker: { Type: 'AWS::ECS::Service', DeletionPolicy: 'Retain' },
    Log: { Type: 'AWS::Logs::LogGroup' },
  };
  expect(ownedServices({ Resources })).toEqual(['Api']);
  expect(ownedServices({})).toEqual([]);
});
