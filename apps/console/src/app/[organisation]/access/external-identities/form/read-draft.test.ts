import { expect, test } from 'vitest'
import { changesBetween, type Draft, draftOf, emptyDraft, fieldsOf, merged, prefilled } from './draft.ts'
import { isSet, readDraft, requiredFields, sameInput } from './read-draft.ts'

const role = 'arn:aws:iam::111122223333:role/team/web-prod'
const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'

function aws(change: Partial<Draft> = {}, config: Draft['config'] = {}): Draft {
  const draft = { ...emptyDraft('aws_iam'), name: 'prod-ec2', ...change }
  return { ...draft, config: { ...draft.config, principals: [role], ...config } }
}
const problemsOf = (draft: Draft) => readDraft('aws_iam', draft).problems

test('a filled form becomes the input of the mutation, lifetimes in seconds and defaults written out', () => {
  expect(readDraft('aws_iam', aws({ defaultTtl: '1h30m', maxTtl: '7d' }, { signatureExpirySeconds: '45' })).input).toEqual({
    name: 'prod-ec2',
    description: '',
    tokenName: 'aws-iam',
    defaultTtl: 5400,
    maxTtl: 604_800,
    config: {
      principals: [role],
      signatureExpirySeconds: 45,
      stsEndpoint: null,
      allowReuse: false,
      requireServerBinding: false,
    },
  })
})

test('enums are in capitals for GraphQL and in small letters in the form', () => {
  const draft = emptyDraft('azure_entra')
  const filled = { ...draft, name: 'vms', config: { ...draft.config, tenantId, allowedServicePrincipalIds: [tenantId], cloud: 'usgov' } }
  const { input } = readDraft('azure_entra', filled)
  expect(input?.config).toMatchObject({ cloud: 'USGOV', resource: 'https://management.usgovcloudapi.net/' })
  expect(draftOf('azure_entra', { ...filled, defaultTtl: 3600, maxTtl: 86_400, config: input?.config ?? null }).config.cloud).toBe('usgov')
})

test('an id that was pasted with its path is the id', () => {
  const draft = emptyDraft('azure_entra')
  const config = { ...draft.config, tenantId: ` /tenants/${tenantId}`, allowedServicePrincipalIds: [`servicePrincipals/${tenantId}`] }
  const { input } = readDraft('azure_entra', { ...draft, name: 'vms', config })
  expect(input?.config).toMatchObject({ tenantId, allowedServicePrincipalIds: [tenantId] })
})

test.each(['90', '60s', '10m', '2h', '7d', '1h30m'])('%s is a lifetime', (text) => {
  expect(problemsOf(aws({ defaultTtl: '60', maxTtl: text })).maxTtl).toBeUndefined()
})

test.each([
  ['', 'must be a duration'],
  ['abc', 'must be a duration'],
  ['-1h', 'must be a duration'],
  ['1w', 'must be a duration'],
  ['59', 'at least 60 seconds'],
  ['91d', 'at most 90 days'],
])('R-049 "%s" is no lifetime', (text, message) => {
  expect(problemsOf(aws({ maxTtl: text })).maxTtl).toContain(message)
  expect(readDraft('aws_iam', aws({ maxTtl: text })).input).toBeUndefined()
})

test('the default is not above the maximum', () => {
  expect(problemsOf(aws({ defaultTtl: '2h', maxTtl: '1h' })).defaultTtl).toBe('Token Default TTL must not be above the maximum TTL.')
})

test('R-040 without a name nothing is saved', () => {
  expect(problemsOf(aws({ name: '  ' })).name).toBe('Identity Name must not be empty.')
})

test('each bad entry is told at its own place, and the good ones are explained all the same', () => {
  const { problems, findings } = readDraft('aws_iam', aws({}, { principals: ['arn:aws:sts::*:assumed-role/web/x', role] }))
  expect(Object.keys(problems)).toEqual(['config.principals.0'])
  expect(problems['config.principals.0']).toMatch(/^Must name one account/)
  expect(findings.map(({ code, pointer }) => `${pointer} ${code}`)).toEqual([
    '/principals/1 any_session',
    '/principals/1 role_path_dropped',
  ])
})

test('an STS endpoint that is not on the list is refused here as it is on the server', () => {
  expect(problemsOf(aws({}, { stsEndpoint: 'https://sts.example.org' }))['config.stsEndpoint']).toContain('one of the STS endpoints of AWS')
})

test('what cannot be left empty is known from the schema', () => {
  expect([...requiredFields('aws_iam')]).toEqual(['principals'])
  expect([...requiredFields('oidc')]).toEqual(['issuer', 'audiences', 'subjects'])
  expect([...requiredFields('azure_entra')]).toEqual(['tenantId', 'allowedServicePrincipalIds'])
})

test('R-098 another spelling of the same lifetime is no change', () => {
  expect(sameInput('aws_iam', aws({ defaultTtl: '1h' }), aws({ defaultTtl: '60m' }))).toBe(true)
  expect(sameInput('aws_iam', aws(), aws({}, { allowReuse: true }))).toBe(false)
})

test('a link adds to lists, replaces texts, and knows no other fields', () => {
  const wanted = { principals: `${role},arn:aws:iam::111122223333:user/ada`, allowReuse: 'true', enabled: 'true', toString: 'x' }
  const draft = prefilled('aws_iam', aws(), wanted)
  expect(changesBetween('aws_iam', aws(), draft)).toEqual([
    { path: 'config.principals', label: 'Trusted principal ARNs', removed: [], added: ['arn:aws:iam::111122223333:user/ada'] },
  ])
})

test('after a conflict my edits stand on top of what somebody else saved', () => {
  const base = aws()
  const theirs = aws({ description: 'theirs', tokenName: 'theirs' }, { allowReuse: true })
  const mine = aws({ tokenName: 'mine' }, { principals: [] })
  expect(merged('aws_iam', base, theirs, mine)).toMatchObject({
    description: 'theirs',
    tokenName: 'mine',
    config: { allowReuse: true, principals: [] },
  })
})

const issuer = 'https://token.actions.githubusercontent.com'
const subject = 'repo:acme/shop:ref:refs/heads/main'

function oidc(config: Draft['config'] = {}): Draft {
  const draft = { ...emptyDraft('oidc'), name: 'github' }
  return { ...draft, config: { ...draft.config, issuer, audiences: ['https://bonafide.example'], subjects: [subject], ...config } }
}

test('an OIDC draft that says only whom it trusts has every default written out', () => {
  expect(readDraft('oidc', oidc({ claims: ['  ref in refs/heads/main, refs/heads/next '] })).input?.config).toEqual({
    issuer,
    audiences: ['https://bonafide.example'],
    subjects: [subject],
    claims: ['ref in refs/heads/main, refs/heads/next'],
    keySource: 'DISCOVERY',
    algorithms: ['RS256', 'ES256'],
    tokenTypes: ['JWT'],
    singleUse: 'OFF',
    maxProofLifetimeSeconds: 86_400,
  })
})

test('a rule that cannot be read is told at its own place, and the others are explained', () => {
  const { problems, config } = readDraft('oidc', oidc({ claims: ['repository_id = 1', 'nonsense', 'ref = refs/heads/main'] }))
  expect(Object.keys(problems)).toEqual(['config.claims.1'])
  expect(config).toMatchObject({ claims: ['repository_id = 1', 'ref = refs/heads/main'] })
})

test('findings about subjects count the entries of the draft', () => {
  const { findings } = readDraft('oidc', oidc({ subjects: ['*', 'repo:acme/shop:pull_request'] }))
  expect(findings).toContainEqual(expect.objectContaining({ code: 'pull_request_trusted', pointer: '/subjects/1' }))
})

test('what the source of the keys leaves out of sight is left out of the configuration, and of the changes', () => {
  const left = { jwksUrl: 'https://keys.example.org/jwks', jwks: 'not a key set', certificateAuthority: 'no PEM' }
  const source = (keySource: string) => Object.keys(readDraft('oidc', oidc({ keySource, ...left })).problems)
  expect(source('discovery')).toEqual(['config.certificateAuthority'])
  expect(source('uploaded')).toEqual(['config.jwks'])
  const byUrl = oidc({ keySource: 'jwks_url', ...left, certificateAuthority: '' })
  expect(readDraft('oidc', byUrl).input?.config).toMatchObject({ keySource: 'JWKS_URL', jwksUrl: left.jwksUrl })
  expect(readDraft('oidc', byUrl).input?.config).not.toHaveProperty('jwks')
  expect(changesBetween('oidc', oidc(), byUrl).map(({ path }) => path)).toEqual(['config.keySource', 'config.jwksUrl'])
  expect(sameInput('oidc', oidc(), oidc({ jwksUrl: left.jwksUrl }))).toBe(true)
})

test('keys from a URL cannot do without the URL', () => {
  expect(readDraft('oidc', oidc({ keySource: 'jwks_url' })).problems).toEqual({
    'config.jwksUrl': 'URL of the keys must say where the keys are.',
  })
})

test('an OIDC identity comes back from the server as it was written, its single use under another name', () => {
  const written = oidc({ keySource: 'jwks_url', jwksUrl: 'https://keys.example.org/jwks', singleUse: 'jti', maxProofAgeSeconds: '10m' })
  const { singleUse, ...config } = readDraft('oidc', written).input?.config ?? {}
  const stored = { ...written, defaultTtl: 3600, maxTtl: 86_400, config: { ...config, tokenUse: singleUse } }
  expect(draftOf('oidc', stored).config).toMatchObject({ keySource: 'jwks_url', singleUse: 'jti', maxProofAgeSeconds: '10m' })
  expect(sameInput('oidc', draftOf('oidc', stored), written)).toBe(true)
})

test('a setting counts as set when it says something else than its default', () => {
  const setIn = (draft: Draft) =>
    fieldsOf('oidc')
      .form.fields.filter((field) => field.advanced && isSet('oidc', draft, field))
      .map(({ name }) => name)
  expect(setIn(oidc({ algorithms: ['RS256', 'ES256'], tokenTypes: ['JWT'], maxProofLifetimeSeconds: '24h' }))).toEqual([])
  expect(setIn({ ...emptyDraft('oidc'), name: '' })).toEqual([])
  expect(setIn(oidc({ algorithms: ['PS256'], singleUse: 'proof' }))).toEqual(['algorithms', 'singleUse'])
})

test('rules are told apart by lines and nothing else, also in a link', () => {
  const wanted = {
    claims: 'ref in a, b\n groups has x y \r\n\nref in a, b',
    audiences: 'https://a.example, https://b.example',
    singleUse: 'jti',
  }
  expect(prefilled('oidc', oidc(), wanted).config).toMatchObject({
    claims: ['ref in a, b', 'groups has x y'],
    audiences: ['https://bonafide.example', 'https://a.example', 'https://b.example'],
    singleUse: 'off',
  })
})

test('only Azure writes ids with a path before them', () => {
  const { input } = readDraft('oidc', oidc({ subjects: ['tenants/7'], claims: ['/tenants/name = x'] }))
  expect(input?.config).toMatchObject({ subjects: ['tenants/7'], claims: ['/tenants/name = x'] })
})
