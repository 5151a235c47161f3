import { expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, trusting, verify } = oidc
const proofDetail = async (token: string, known = trusting()) =>
  (await verify(token, [known])).judgements[0]?.steps.find(({ name }) => name === 'proof_valid')?.detail

test('the warning of an outage is there at every login, also at the one that asks the issuer again', async () => {
  const known = trusting()
  await verify(issue(), [known])
  oidc.world.issuer.misbehave('refused')
  oidc.world.pass(660)
  for (let minute = 0; minute < 5; minute++) {
    expect(await proofDetail(issue(), known)).toMatch(/minutes ago still count/)
    oidc.world.pass(60)
  }
})

test('JWT-73 while an issuer hangs nobody waits for it but the first: good keys are at hand', async () => {
  const known = trusting()
  await verify(issue(), [known])
  oidc.world.pass(660)
  oidc.world.issuer.misbehave('refused')
  await verify(issue(), [known])
  // Longer than a test may last: whoever waited would fail it.
  oidc.world.patienceMilliseconds = 60_000
  let release = () => {}
  oidc.world.issuer.misbehave(() => new Promise((resolve) => (release = () => resolve(Response.error()))))
  oidc.world.pass(60)
  const calls = oidc.world.calls.length
  for (const _ of [1, 2, 3]) expect(outcomeOf(await verify(issue(), [known]))).toBe('accepted')
  expect(oidc.world.calls).toHaveLength(calls + 1)
  release()
})

test('JWT-70 a flood in the name of an issuer that is down costs one fetch a second while there are no keys', async () => {
  const known = trusting()
  oidc.world.issuer.misbehave('refused')
  const send = () => verify(issue(), [known]).then(outcomeOf, (error: { code?: string }) => error.code)
  for (let index = 0; index < 50; index++) expect(await send()).toBe('unavailable')
  expect(oidc.world.calls).toHaveLength(1)
  oidc.world.pass(1)
  for (let index = 0; index < 50; index++) await send()
  expect(oidc.world.calls).toHaveLength(2)
  oidc.world.issuer.behave()
  oidc.world.pass(1)
  expect(await send()).toBe('accepted')
})
