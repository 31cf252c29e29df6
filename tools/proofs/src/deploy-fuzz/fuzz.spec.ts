import { describeBadDays } from './describe-bad-days';

// On both platforms these end well, fail, go back and are stopped; forty of them: fuzz.e2e.ts.
describeBadDays(1_002, 6);
