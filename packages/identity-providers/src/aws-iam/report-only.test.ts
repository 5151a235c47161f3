import { describe, expect, it } from 'vitest'
import { createWorld, type World } from '../testing.ts'
import type { AwsIamConfig } from './schema.ts'
import { account, proofOf, provider, roleArn, trusting, verify, withRole } from './testing.ts'

async function reportable(world: World, credentials: ReturnType<typeof withRole>, config: Partial<AwsIamConfig> = {}) {
  const identity = trusting(config)
  const { testimony } = await verify(world, proofOf(world, credentials), [identity])
  return testimony !== null && provider.reportable(identity.config, testimony)
}

describe('N-05 report-only of AWS', () => {
  it('is for other principals of an account that is trusted', async () => {
    const world = createWorld()
    expect(await reportable(world, withRole(world, 'other'))).toBe(true)
    expect(await reportable(world, world.sts.addUser({ account, userName: 'ada' }))).toBe(true)
  })

  it('is for the same role made again, where ids are pinned', async () => {
    const world = createWorld()
    expect(await reportable(world, withRole(world), { principalIds: ['AROAEXAMPLEEXAMPLE01'] })).toBe(true)
  })

  it('is not for another account, whatever its role is called, nor for the same number in another partition', async () => {
    const world = createWorld()
    const stranger = world.sts.addRoleSession({ account: '444455556666', roleName: 'app', sessionName: 'i-0abc' })
    expect(await reportable(world, stranger)).toBe(false)
    expect(await reportable(world, withRole(world), { principals: [roleArn.replace('arn:aws:', 'arn:aws-cn:')] })).toBe(false)
  })
})

describe('N-12 replay of a signed request', () => {
  it('judges signature age, endpoint, binding and principal as of then', async () => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world))
    world.pass(45)
    const { testimony } = await verify(world, signed)
    world.pass(86_400)
    const again = (config: Partial<AwsIamConfig>) =>
      provider.judgeAgain(trusting(config).config, testimony ?? {})?.find(({ status }) => status === 'failed')?.code ?? 'accepted'
    expect(again({})).toBe('accepted')
    expect(again({ signatureExpirySeconds: 30 })).toBe('signature_expired')
    expect(again({ requireServerBinding: true })).toBe('server_binding_missing')
    expect(again({ stsEndpoint: 'https://sts.us-east-1.amazonaws.com' })).toBe('sts_endpoint_mismatch')
    expect(again({ principals: [`arn:aws:iam::${account}:role/web`] })).toBe('principal_not_trusted')
    expect(again({ principalIds: ['AROAEXAMPLEEXAMPLE01'] })).toBe('principal_recreated')
  })

  it('holds neither signature, session token, key id nor nonce', async () => {
    const world = createWorld()
    const { serverHost, serviceAccountId } = world.runtime
    const nonce = 'AbCdEfGhIjKlMnOpQrStUv'
    const signed = proofOf(world, withRole(world), { variant: 'bonafide-cli', serverId: `${serverHost};${serviceAccountId};${nonce}` })
    const { testimony } = await verify(world, signed)
    expect(testimony).toMatchObject({ binding: 'right', account })
    const authorization = String(signed.headers.Authorization)
    const secrets = [nonce, /Signature=(\w+)/.exec(authorization)?.[1], /Credential=([^/]+)/.exec(authorization)?.[1]]
    for (const secret of [...secrets, signed.headers['X-Amz-Security-Token']]) {
      expect(secret).toBeTruthy()
      expect(JSON.stringify(testimony)).not.toContain(secret)
    }
  })
})
