import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { configInput, fieldsOf, fromGraphql, providerNames, providerOf } from '../identity-providers.ts'
import { configBy, requireOwnFlags } from './identity-config.ts'
import { choicesOf, createOptions, flagsOf, updateOptions } from './identity-flags.ts'

let schema: string
beforeAll(async () => {
  schema = await readFile(new URL('../../../../schema.graphql', import.meta.url), 'utf8')
})

const blockOf = (head: string): string => schema.split(`\n${head} {\n`)[1]?.split('\n}')[0] ?? ''
const noFile = (source: string): Promise<string> => Promise.reject(new Error(`read ${source}`))
const arn = (role: string) => `arn:aws:iam::111122223333:role/${role}`

describe.each(providerNames)('%s', (provider) => {
  test('every field of GraphQL has a flag, every choice is one of its enum', () => {
    const { configType } = providerOf(provider)
    const fields = [...blockOf(`input ${configType}Input`).matchAll(/^ {2}(\w+): \[?(\w+)/gm)]
    expect(fields.map(([, name]) => name).toSorted()).toEqual(
      fieldsOf(provider)
        .map(({ name }) => name)
        .toSorted(),
    )
    for (const field of fieldsOf(provider).filter(({ control }) => control === 'select')) {
      const type = fields.find(([, name]) => name === field.name)?.[2] ?? ''
      const members = [...blockOf(`enum ${type}`).matchAll(/^ {2}([A-Z_]+)$/gm)].map(([, member]) => member)
      expect(members.toSorted()).toEqual([...choicesOf(field).values()].map((value) => value.toUpperCase()).toSorted())
    }
  })

  test('no flag twice, and what makes an identity can change it', () => {
    const create = createOptions(provider).map(({ long }) => long)
    expect(new Set(create).size).toBe(create.length)
    expect(updateOptions().map(({ long }) => long)).toEqual(expect.arrayContaining(create))
    expect(flagsOf(provider)).toHaveLength(fieldsOf(provider).length)
  })
})

describe('what flags make of a configuration', () => {
  const aws = { principals: [arn('web')], signatureExpirySeconds: 60, allowReuse: true }

  test('lists are replaced, added to and taken from; nothing else changes', async () => {
    expect(await configBy({ addPrincipal: [arn('job')], removePrincipal: [arn('web')] }, 'aws-iam', aws, noFile)).toEqual({
      ...aws,
      principals: [arn('job')],
    })
    expect(await configBy({ principal: [`${arn('a')},${arn('b')}`] }, 'aws-iam', aws, noFile)).toEqual({
      ...aws,
      principals: [arn('a'), arn('b')],
    })
    await expect(configBy({ removePrincipal: [arn('other')] }, 'aws-iam', aws, noFile)).rejects.toThrow('not among')
  })

  test('switches go on and off, durations are seconds, an empty text is the default', async () => {
    const options = { allowReuse: 'off', requireServerBinding: true, signatureExpiry: '2m', stsEndpoint: '' }
    expect(await configBy(options, 'aws-iam', { ...aws, stsEndpoint: 'https://sts.amazonaws.com' }, noFile)).toEqual({
      principals: aws.principals,
      allowReuse: false,
      requireServerBinding: true,
      signatureExpirySeconds: 120,
    })
    for (const wrong of [{ allowReuse: 'maybe' }, { signatureExpiry: 'soon' }])
      await expect(configBy(wrong, 'aws-iam', aws, noFile)).rejects.toThrow(/--/)
  })

  test('a rule about claims is one rule, whatever blanks and commas are in it', async () => {
    const config = await configBy({ claim: ['ref in refs/heads/main, refs/heads/next', 'a = 1'] }, 'oidc', {}, noFile)
    expect(config.claims).toEqual(['ref in refs/heads/main, refs/heads/next', 'a = 1'])
  })

  test('keys from elsewhere take the old ones away', async () => {
    const uploaded = { issuer: 'https://a.example', keySource: 'uploaded', jwks: '{"keys":[]}' }
    expect(await configBy({ keys: 'discovery' }, 'oidc', uploaded, noFile)).toEqual({ issuer: 'https://a.example', keySource: 'discovery' })
    const upload = await configBy({ keys: 'upload', jwks: 'keys.json' }, 'oidc', {}, async (source) => `text of ${source}`)
    expect(configInput(upload, 'oidc')).toEqual({ oidc: { keySource: 'UPLOADED', jwks: 'text of keys.json' } })
  })

  test('--config is what get --json shows, with flags on top', async () => {
    const shown = { tenantId: 't', cloud: 'USGOV', maxProofAgeSeconds: null }
    const read = async () => JSON.stringify(shown)
    expect(await configBy({ config: '-', servicePrincipal: ['one'], principal: ['two'] }, 'azure', { resource: 'old' }, read)).toEqual({
      tenantId: 't',
      cloud: 'usgov',
      allowedServicePrincipalIds: ['two', 'one'],
    })
    expect(configInput(fromGraphql(shown, 'azure'), 'azure')).toEqual({ azureEntra: { tenantId: 't', cloud: 'USGOV' } })
    for (const text of ['[]', 'nonsense', '"text"'])
      await expect(configBy({ config: '-' }, 'azure', {}, async () => text)).rejects.toThrow('not a JSON object')
  })

  test('one name is read as the provider has it', async () => {
    expect((await configBy({ singleUse: 'jti' }, 'oidc', {}, noFile)).singleUse).toBe('jti')
    expect((await configBy({ singleUse: true }, 'azure', {}, noFile)).singleUse).toBe(true)
    await expect(configBy({ singleUse: true }, 'oidc', {}, noFile)).rejects.toThrow('--single-use')
    await expect(configBy({ singleUse: 'jti' }, 'azure', {}, noFile)).rejects.toThrow('--single-use')
  })

  test('flags of another provider are refused', () => {
    expect(() => requireOwnFlags('oidc', { addPrincipal: ['x'] })).toThrow('--add-principal belongs to aws-iam')
    expect(() => requireOwnFlags('aws-iam', { issuer: 'x' })).toThrow('--issuer belongs to oidc')
    expect(() => requireOwnFlags('azure', { principal: ['x'], singleUse: 'on' })).not.toThrow()
  })
})
