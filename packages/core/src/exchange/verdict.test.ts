import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Judgement, Verification } from '../external-identities/provider.ts'
import type { CandidateIdentity } from './store.ts'
import { failed, passed, type Step } from './trace.ts'
import { reachVerdict } from './verdict.ts'

const identity = (id: string, maxTtlSeconds = 86_400): CandidateIdentity => ({
  id,
  name: `identity ${id}`,
  version: 1,
  enabled: true,
  reportOnly: false,
  config: {},
  tokenName: 'test',
  defaultTtlSeconds: 3600,
  maxTtlSeconds,
})

const trusts: Step[] = [passed('fresh'), passed('endpoint_allowed'), passed('proof_valid'), passed('trust')]
const wrongEndpoint: Step[] = [passed('fresh'), failed('endpoint_allowed', 'sts_endpoint_mismatch')]
const wrongPrincipal: Step[] = [
  passed('fresh'),
  passed('endpoint_allowed'),
  passed('proof_valid'),
  failed('trust', 'principal_not_trusted'),
]

const verification = (judgements: Judgement[]): Verification => ({
  principal: { name: 'somebody', claims: {} },
  judgements,
  testimony: null,
  proofHash: new Uint8Array(32),
  proofEndsAt: 0,
})

describe('the verdict over all bound identities', () => {
  it('AWS-76: the identity that fits decides, wherever it stands in the list', () => {
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      const judgements = order.map((id) => ({ identityId: id, steps: id === 'b' ? trusts : wrongPrincipal }))
      const verdict = reachVerdict(
        order.map((id) => identity(id)),
        verification(judgements),
        undefined,
      )
      expect(verdict).toMatchObject({ trusted: true, identity: { id: 'b' } })
    }
  })

  it('prefers, of those that trust the caller, one that may grant the requested lifetime', () => {
    const identities = [identity('short', 600), identity('long', 86_400)]
    const judgements = identities.map(({ id }) => ({ identityId: id, steps: trusts }))
    expect(reachVerdict(identities, verification(judgements), 3600)).toMatchObject({ trusted: true, identity: { id: 'long' } })
  })

  it('N-10: reports the nearest miss, whatever the order', () => {
    const misses = new Map([
      ['endpoint', wrongEndpoint],
      ['principal', wrongPrincipal],
      ['disabled', [failed('identity_bound', 'identity_disabled')]],
    ])
    fc.assert(
      fc.property(fc.shuffledSubarray([...misses.keys()], { minLength: 3 }), (order) => {
        const judgements = order.map((id) => ({ identityId: id, steps: misses.get(id) ?? [] }))
        const verdict = reachVerdict(
          order.map((id) => identity(id)),
          verification(judgements),
          undefined,
        )
        expect(verdict).toMatchObject({ trusted: false, step: 'trust', code: 'principal_not_trusted', identity: { id: 'principal' } })
      }),
    )
  })

  it('is no trust when nothing was judged', () => {
    expect(reachVerdict([], verification([]), undefined)).toMatchObject({ trusted: false, code: 'no_identity_bound' })
  })
})
