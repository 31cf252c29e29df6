import { describeMornings } from '../testing/describe-mornings';
import { waysDown } from '../testing/mornings';

describe('in the morning after each way down', () => {
  describeMornings(waysDown.length);
});
