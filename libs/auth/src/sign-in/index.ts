export { SignIn, type PlainAnswer, type PlainRequest } from './sign-in';
export {
  CredentialTrail,
  type CredentialAction,
  type CredentialEvent,
} from './credentials/credential-events';
export { LinkedServices, type LinkedService } from './credentials/linked-services';
export { Resealing } from './credentials/resealing';
export { SignInModule } from './sign-in.module';
export { Grants, type GrantView } from './people/grants';
export { People, type KnownPerson, type Person } from './people/people';
export { examineSignIn } from './doctor/examine';
export { examinationText } from './doctor/finding';
