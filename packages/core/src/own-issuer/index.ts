export { subjectOf, type TokenPurpose } from './issue.ts'
