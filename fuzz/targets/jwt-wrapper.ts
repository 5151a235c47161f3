import fc from 'fast-check'
import { decodeJwt } from '../../packages/identity-providers/src/decode-jwt.ts'
import { issuerOf, readJwt } from '../../packages/identity-providers/src/jwt.ts'
import { awkwardJson, mutated } from '../fragments.ts'
import type { Target } from '../run.ts'

const part = (text: string) => Buffer.from(text).toString('base64url')
const forbidden = ['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c', 'zip', 'enc', 'cty']

const sound = '{"alg":"ES256","typ":"JWT","kid":"k"}'
const headers = fc.oneof(
  fc.constant(sound),
  mutated(sound),
  awkwardJson.map((value) => JSON.stringify(value)),
)
const claims = fc.oneof(
  mutated('{"iss":"https://tokens.example.test","sub":"repo:acme/shop","aud":["a"],"exp":1900000000}'),
  awkwardJson.map((value) => JSON.stringify(value)),
)
const tokens = fc
  .tuple(headers, claims, fc.uint8Array({ minLength: 0, maxLength: 64 }))
  .chain(([header, payload, signature]) => mutated(`${part(header)}.${part(payload)}.${Buffer.from(signature).toString('base64url')}`))

/** Whatever is read as a token can be read in no other way, and brings nothing that changes how it is verified. */
export const jwtWrapper: Target = (tried) =>
  fc.property(tokens, (text) => {
    tried()
    decodeJwt(text)
    const { jwt } = readJwt(text, ['ES256', 'RS256'])
    if (!jwt) return
    const [first = '', second = '', third = ''] = text.split('.')
    const header = JSON.parse(Buffer.from(first, 'base64url').toString()) as Record<string, unknown>
    const read = JSON.parse(Buffer.from(second, 'base64url').toString()) as Record<string, unknown>
    const isCanonical = [first, second, third].every((one) => one !== '' && Buffer.from(one, 'base64url').toString('base64url') === one)
    const isPlain = forbidden.every((name) => !Object.hasOwn(header, name)) && ['ES256', 'RS256'].includes(String(header.alg))
    if (!isCanonical || !isPlain || jwt.algorithm !== header.alg) throw new Error('a token was read that should not be')
    if (JSON.stringify(jwt.claims) !== JSON.stringify(read)) throw new Error('its claims are others')
    if (typeof read.iss === 'string' && read.iss !== '' && read.iss.length <= 1024 && issuerOf(text) !== read.iss)
      throw new Error('its issuer is another')
  })
