import { describe, expect, it } from 'vitest'
import { useOidc } from './testing.ts'

const oidc = useOidc()

/** Whether report-only of an identity may let in who has these claims and whom its rules refuse at trust. */
async function reportable(claims: Record<string, unknown>, config: Record<string, unknown>): Promise<boolean> {
  const identity = oidc.trusting(config)
  const { testimony, judgements } = await oidc.verify(oidc.issue({ claims }), [identity])
  expect(judgements[0]?.steps.find(({ status }) => status === 'failed')?.name).toBe('trust')
  return testimony !== null && oidc.provider.reportable(identity.config, testimony)
}

describe('N-05 report-only of a token issuer', () => {
  it.each([
    ['another repository of the owner', 'repo:acme/other:ref:refs/heads/main'],
    ['another owner', 'repo:evil/shop:ref:refs/heads/main'],
    ['another branch', 'repo:acme/shop:ref:refs/heads/evil'],
    ['a pull request', 'repo:acme/shop:pull_request'],
  ])('is not for %s: the subject is enforced', async (_, sub) => {
    expect(await reportable({ sub }, {})).toBe(false)
    expect(await reportable({ sub, ref: 'x' }, { claims: ['ref = refs/heads/main'] })).toBe(false)
  })

  it.each([
    'repository_owner = acme',
    'repository_owner_id in 1, 2',
    '/repository_owner like ac*',
    'repository_id = 42',
    'hd = example.org',
  ])('where the subject ties to nobody, %s is enforced too', async (rule) => {
    const claims = { sub: 'ref:refs/heads/main', repository_owner: 'evil', repository_owner_id: '666', repository_id: '7' }
    expect(await reportable(claims, { subjects: ['ref:refs/heads/main'], claims: [rule] })).toBe(false)
  })

  it.each(['job_workflow_ref:acme/shop/.github/workflows/deploy.yml@refs/heads/main', 'job_workflow_ref:acme/*'])(
    'a shared workflow can be called by anybody: with subject %s the owner is enforced',
    async (pattern) => {
      const sub = pattern.replace('*', 'x')
      expect(await reportable({ sub, repository_owner: 'evil' }, { subjects: [pattern], claims: ['repository_owner = acme'] })).toBe(false)
    },
  )

  it('is for the further rules about a subject that says whose it is, pins by number included', async () => {
    expect(await reportable({ ref: 'refs/heads/next' }, { claims: ['ref = refs/heads/main'] })).toBe(true)
    expect(await reportable({ repository_id: '7' }, { claims: ['repository_id = 42'] })).toBe(true)
    expect(await reportable({}, { claims: ['environment exists', 'actor = ada'] })).toBe(true)
  })

  it('is for other rules where the rules about the owner hold', async () => {
    const claims = { sub: 'ref:refs/heads/main', repository_owner: 'acme', actor: 'mallory' }
    expect(await reportable(claims, { subjects: ['ref:refs/heads/main'], claims: ['repository_owner = acme', 'actor = ada'] })).toBe(true)
  })
})

describe('N-12 replay of a token', () => {
  const kept = async (token: Parameters<typeof oidc.issue>[0] = {}, config = {}) => {
    const { testimony } = await oidc.verify(oidc.issue(token), [oidc.trusting(config)])
    return JSON.parse(JSON.stringify(testimony))
  }
  const again = (testimony: Record<string, unknown>, config: Record<string, unknown>) => {
    const steps = oidc.provider.judgeAgain(oidc.trusting(config).config, testimony)
    return steps && (steps.find(({ status }) => status === 'failed')?.code ?? 'accepted')
  }

  it('finds what a changed configuration would refuse', async () => {
    const testimony = await kept({ claims: { ref: 'refs/heads/main' } })
    expect(again(testimony, {})).toBe('accepted')
    expect(again(testimony, { claims: ['ref = refs/heads/next'] })).toBe('claim_mismatch')
    expect(again(testimony, { subjects: ['repo:acme/other:*'] })).toBe('subject_not_trusted')
    expect(again(testimony, { audiences: ['https://other.example'] })).toBe('audience_mismatch')
    expect(again(testimony, { issuer: 'https://other.example' })).toBe('issuer_not_allowed')
    expect(again(testimony, { algorithms: ['EdDSA'] })).toBe('signature_invalid')
    expect(again(testimony, { tokenTypes: ['at+jwt'] })).toBe('token_type_not_allowed')
    expect(again(testimony, { singleUse: 'jti', tokenTypes: ['JWT'] })).not.toBe(null)
  })

  it('judges times as of then', async () => {
    const issued = Math.floor(oidc.world.runtime.now() / 1000) - 200
    const testimony = await kept({ claims: { iat: issued, exp: issued + 600 } })
    oidc.world.pass(10 * 86_400)
    expect(again(testimony, {})).toBe('accepted')
    expect(again(testimony, { maxProofAgeSeconds: 300 })).toBe('accepted')
    expect(again(testimony, { maxProofAgeSeconds: 100 })).toBe('token_expired')
    expect(again(testimony, { maxProofLifetimeSeconds: 300 })).toBe('token_expired')
  })

  it('cannot tell when other keys are to vouch, and does not guess', async () => {
    const testimony = await kept()
    expect(again(testimony, { keySource: 'jwks_url', jwksUrl: 'https://tokens.example.test/others' })).toBeNull()
    const jwks = JSON.stringify({ keys: oidc.world.issuer.keys.map(({ published }) => published) })
    expect(again(testimony, { keySource: 'uploaded', jwks })).toBeNull()
  })

  it('an identity whose own keys did not vouch is not taken to have been vouched for by another', async () => {
    const stranger = JSON.stringify({ keys: oidc.addIssuer('https://elsewhere.example').keys.map(({ published }) => published) })
    const upload = { keySource: 'uploaded', jwks: stranger }
    const { testimony } = await oidc.verify(oidc.issue(), [oidc.trusting(), oidc.trusting(upload)])
    expect(testimony && oidc.provider.judgeAgain(oidc.trusting(upload).config, testimony)).toBeNull()
  })

  it('holds neither the token nor its signature', async () => {
    const token = oidc.issue()
    const { testimony } = await oidc.verify(token)
    for (const part of token.split('.')) expect(JSON.stringify(testimony)).not.toContain(part)
  })
})
