import type { OidcConfig } from '../schema.ts'

export type OidcPlatform =
  | 'github'
  | 'gitlab'
  | 'kubernetes'
  | 'gcp'
  | 'aws'
  | 'spiffe'
  | 'azure-devops'
  | 'terraform-cloud'
  | 'circleci'
  | 'buildkite'
  | 'bitbucket'
  | 'other'

type Trusted = Pick<OidcConfig, 'issuer' | 'subjects'>

const everySubject =
  (begins: RegExp) =>
  ({ subjects }: Trusted): boolean =>
    subjects.length > 0 && subjects.every((subject) => begins.test(subject))

const issuer =
  (form: RegExp) =>
  ({ issuer: text }: Trusted): boolean =>
    form.test(text)

// An identity is its rules, and the answers that made them are not kept: what it trusts says whose workloads these are.
const signs: readonly [OidcPlatform, (config: Trusted) => boolean][] = [
  ['spiffe', everySubject(/^spiffe:\/\//)],
  ['kubernetes', everySubject(/^system:serviceaccount:/)],
  ['gitlab', everySubject(/^project_(path|id):/)],
  ['azure-devops', issuer(/^https:\/\/vstoken\.dev\.azure\.com\//)],
  ['circleci', issuer(/^https:\/\/oidc\.circleci\.com\//)],
  ['buildkite', issuer(/^https:\/\/agent\.buildkite\.com\/?$/)],
  ['bitbucket', issuer(/^https:\/\/api\.bitbucket\.org\//)],
  ['gcp', issuer(/^https:\/\/accounts\.google\.com$/)],
  ['aws', issuer(/^https:\/\/[^/]+\.tokens\.sts\.global\.api\.aws\/?$/)],
  ['github', issuer(/^https:\/\/token\.actions\./)],
  ['github', issuer(/\/_services\/token$/)],
  ['github', everySubject(/^repo:/)],
  ['terraform-cloud', everySubject(/^organization:[^:]*:project:[^:]*:workspace:/)],
]

/** Whose workloads an identity trusts, as far as what it trusts tells. */
export const platformOf = (config: Trusted): OidcPlatform => signs.find(([, fits]) => fits(config))?.[0] ?? 'other'
