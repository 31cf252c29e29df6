import { describeBadDays } from './describe-bad-days';

// 500 of them are by command: `nx deploy-fuzz proofs`.
describeBadDays(1_000, 20);
