import { describe, expect, it } from 'vitest'
import { refusalFor } from './refusals.ts'
import { stepNames } from './trace.ts'

const principal = { name: 'arn:aws:iam::111122223333:user/app', claims: { arn: 'arn:aws:iam::111122223333:user/app' } }

describe('what a refused caller is told', () => {
  it('D6: before the platform has vouched, one and the same answer', () => {
    const early = ['request_readable', 'account_usable', 'identity_bound', 'fresh', 'endpoint_allowed', 'proof_valid'] as const
    const answers = early.flatMap((step) => [refusalFor(step, 'principal_not_trusted', principal), refusalFor(step, 'replayed', null)])
    expect(new Set(answers.map(({ code, message, caller }) => JSON.stringify({ code, message, caller }))).size).toBe(1)
    expect(answers[0]?.code).toBe('login_denied')
  })

  it('D6: afterwards its own principal, and nothing of ours', () => {
    const answer = refusalFor('trust', 'principal_not_trusted', principal)
    expect(answer).toMatchObject({ code: 'principal_not_trusted', caller: { principal: principal.name } })
  })

  it('never tells a code without a principal', () => {
    for (const step of stepNames) expect(refusalFor(step, 'principal_not_trusted', null).code).toBe('login_denied')
  })

  it('a re-created principal is told no more than an untrusted one', () => {
    expect(refusalFor('trust', 'principal_recreated', principal).code).toBe('principal_not_trusted')
  })
})
