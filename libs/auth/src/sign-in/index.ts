export { SignIn, type PlainAnswer, type PlainRequest } from './sign-in';
export { SignInModule } from './sign-in.module';
export { Grants, type GrantView } from './people/grants';
export { People, type Person } from './people/people';
export { examineSignIn } from './doctor/examine';
export { examinationText } from './doctor/finding';
