import { describe, expect, test } from 'vitest'
import { createIdentityProviders } from './index.ts'

const { aws_iam: aws, azure_entra: azure, oidc } = createIdentityProviders()
const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'

const namesOf = (vouchers: readonly { names: readonly string[] }[]) => vouchers.map(({ names }) => names)

describe('N-25 who vouches for the workloads of an identity', () => {
  test('AWS: the account of each principal, with its partition', () => {
    const principals = ['arn:aws:iam::111122223333:role/web', 'arn:aws-cn:sts::444455556666:assumed-role/web/i-1']
    expect(aws.issuers(aws.configSchema.parse({ principals }))).toEqual([
      { pointer: '/principals/0', names: ['aws:111122223333'] },
      { pointer: '/principals/1', names: ['aws-cn:444455556666'] },
    ])
  })

  test('Azure: the tenant, by either issuer of its cloud', () => {
    const config = azure.configSchema.parse({ tenantId, allowedServicePrincipalIds: [tenantId] })
    expect(namesOf(azure.issuers(config))).toEqual([
      [`https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`],
    ])
    expect(namesOf(azure.issuers({ ...config, cloud: 'usgov' }))[0]?.[0]).toBe(`https://login.microsoftonline.us/${tenantId}/v2.0`)
  })

  test('an issuer by itself, and whoever else gives keys in its name', () => {
    const issuer = 'https://issuer.example'
    const config = oidc.configSchema.parse({ issuer, audiences: ['x'], subjects: ['job:build'] })
    expect(namesOf(oidc.issuers(config))).toEqual([[issuer]])
    const jwksUrl = 'https://issuer.example/files/of/anybody/keys.json'
    expect(namesOf(oidc.issuers({ ...config, keySource: 'jwks_url', jwksUrl }))).toEqual([[issuer], [jwksUrl]])
    expect(namesOf(oidc.issuers({ ...config, keySource: 'uploaded', jwks: '{}' }))).toEqual([[issuer], [`uploaded:${issuer}`]])
    const apiServer = 'https://api.cluster.example:6443'
    expect(namesOf(oidc.issuers({ ...config, keySource: 'token_review', apiServer }))).toEqual([[issuer], [apiServer]])
  })
})
