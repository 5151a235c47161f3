import type { ProviderForm } from '@bonafide/core'
import { signatureAlgorithms } from '../signature-algorithms.ts'
import type { OidcConfig } from './schema.ts'

/** What the console, the API and the command line show of token issuers. */
export const oidcForm: ProviderForm = {
  id: 'oidc',
  name: 'OIDC',
  description:
    'Pipelines, clusters and every other platform that issues JWTs: GitHub Actions, GitLab, Kubernetes, Google Cloud, SPIFFE. A signed token proves who its bearer is.',
  icon: 'oidc',
  defaultTokenName: 'oidc',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer',
      help: 'What the tokens carry as iss, to the letter; a slash at its end counts.',
      placeholder: 'https://token.actions.githubusercontent.com',
      control: 'text',
    },
    {
      name: 'audiences',
      label: 'Audiences',
      help: 'A token must be for one of these (aud). Best is the address of this server: then it is good for nothing else.',
      placeholder: 'https://secrets.example.com',
      control: 'list',
    },
    {
      name: 'subjects',
      label: 'Subjects',
      help: 'Who is trusted (sub). A * stands for one whole part between : and /.',
      placeholder: 'repo:acme/shop:ref:refs/heads/main',
      control: 'list',
    },
    {
      name: 'claims',
      label: 'Further claims',
      help: 'What else must be true, one rule a line: repository_id = 123456, ref in refs/heads/main, refs/heads/next, workflow_ref like acme/shop/*, groups has deployers, environment exists.',
      placeholder: 'repository_id = 123456',
      control: 'lines',
    },
    {
      name: 'keySource',
      label: 'Keys',
      help: 'How this server gets the public keys of the issuer.',
      control: 'select',
      options: [
        { value: 'discovery', label: 'From the issuer (discovery)' },
        { value: 'jwks_url', label: 'From a URL' },
        { value: 'uploaded', label: 'Uploaded, for issuers that cannot be reached' },
        { value: 'token_review', label: 'None: the API server of the cluster is asked (TokenReview)' },
      ],
      advanced: true,
    },
    {
      name: 'jwksUrl',
      label: 'URL of the keys',
      help: 'The JWKS, where it is not at the host of the issuer.',
      placeholder: 'https://www.googleapis.com/oauth2/v3/certs',
      control: 'text',
      advanced: true,
      shownWhen: { field: 'keySource', values: ['jwks_url'], required: true },
    },
    {
      name: 'jwks',
      label: 'Uploaded keys',
      help: 'The JWKS as JSON, public keys alone, such as kubectl get --raw /openid/v1/jwks prints.',
      placeholder: '{"keys": [ … ]}',
      control: 'text_area',
      advanced: true,
      shownWhen: { field: 'keySource', values: ['uploaded'], required: true },
    },
    {
      name: 'keysRemindOn',
      label: 'Remind of the keys on',
      help: 'From this day on the console says that the uploaded keys are old. Empty: half a year after they were uploaded.',
      placeholder: '2027-01-31',
      control: 'text',
      advanced: true,
      shownWhen: { field: 'keySource', values: ['uploaded'] },
    },
    {
      name: 'apiServer',
      label: 'API server',
      help: 'Of the Kubernetes cluster. Each token is shown to it, and to nobody else, once everything that can be judged here is right.',
      placeholder: 'https://api.cluster.example.com:6443',
      control: 'text',
      advanced: true,
      shownWhen: { field: 'keySource', values: ['token_review'], required: true },
    },
    {
      name: 'certificateAuthority',
      label: 'Certificate authority',
      help: 'Certificates in PEM, when the issuer has a certificate of your own authority.',
      placeholder: '-----BEGIN CERTIFICATE-----',
      control: 'text_area',
      advanced: true,
      shownWhen: { field: 'keySource', values: ['discovery', 'jwks_url', 'token_review'] },
    },
    {
      name: 'algorithms',
      label: 'Signature algorithms',
      help: `Those that its tokens may be signed with, of ${signatureAlgorithms.join(', ')}. Empty: RS256 and ES256.`,
      placeholder: 'RS256',
      control: 'list',
      advanced: true,
    },
    {
      name: 'tokenTypes',
      label: 'Token types',
      help: 'What the header of a token may say as typ. Empty: JWT, which one without a typ counts as.',
      placeholder: 'JWT',
      control: 'list',
      advanced: true,
    },
    {
      name: 'singleUse',
      label: 'Accept each token once',
      help: 'Safer where the platform makes a new token for every job. Kubernetes, SPIFFE and Google hand out the same one for a while.',
      control: 'select',
      options: [
        { value: 'off', label: 'No: until it expires' },
        { value: 'jti', label: 'Yes, by its id (jti)' },
        { value: 'proof', label: 'Yes, whether it has an id or not' },
      ],
      advanced: true,
    },
    {
      name: 'maxProofAgeSeconds',
      label: 'Maximum age of a token',
      help: 'How long ago it may have been issued. Empty: until it expires.',
      placeholder: '10m',
      control: 'duration',
      advanced: true,
    },
    {
      name: 'maxProofLifetimeSeconds',
      label: 'Longest life of a token',
      help: 'From its issue to its end; what lives longer is no short-lived proof. Empty: a day.',
      placeholder: '1d',
      control: 'duration',
      advanced: true,
    },
  ],
}

/** One line for lists: "repo:acme/shop:* of token.actions.githubusercontent.com". */
export function summaryOfOidc({ issuer, subjects }: OidcConfig): string {
  const [first = '', ...others] = subjects
  const who = others.length === 0 ? first : `${subjects.length} subjects`
  return `${who} of ${issuer.replace(/^https:\/\//, '')}`
}
