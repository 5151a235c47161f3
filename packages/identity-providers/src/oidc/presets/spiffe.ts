import { httpsIssuer, shaped } from './answers.ts'
import { definePreset } from './preset.ts'

export const spiffe = definePreset({
  id: 'spiffe',
  name: 'SPIFFE',
  description: 'One workload of a trust domain, by its JWT-SVID; SPIRE and what else speaks SPIFFE.',
  icon: 'spiffe',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer',
      help: 'The address of the OIDC discovery provider, which is the jwt_issuer of the server too.',
      placeholder: 'https://oidc.example.org',
      required: true,
      control: 'text',
      problem: httpsIssuer,
    },
    {
      name: 'trustDomain',
      label: 'Trust domain',
      help: 'Its name alone, without spiffe:// before it.',
      placeholder: 'example.org',
      required: true,
      control: 'text',
      // SPIFFE-ID 2.1: small letters, digits, dots, dashes and underscores.
      problem: shaped(
        /^[a-z0-9_]([a-z0-9._-]{0,118}[a-z0-9_])?$/,
        'must be the name of a trust domain, in small letters, without spiffe://',
      ),
    },
    {
      name: 'path',
      label: 'Path of the workload',
      help: 'What follows the trust domain in its SPIFFE ID.',
      placeholder: '/ns/shop/sa/checkout',
      required: true,
      control: 'text',
      // SPIFFE-ID 2.2: no part is empty, . or .., and there is no slash at the end.
      problem: shaped(
        /^(?=.{2,120}$)(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/,
        'must be the path of one workload, such as /ns/shop/sa/checkout',
      ),
    },
  ],
  teaches: [
    'The workload asks its agent for a JWT-SVID with this server as its only audience.',
    'The server of the trust domain must be told its jwt_issuer, otherwise its tokens name no issuer.',
    'Agents hand out the same token again, and replicas share it, so a token may be used more than once.',
    'What decides who gets this SPIFFE ID are the registration entries: a path that somebody else may register is trusted too.',
    'Keys of federated trust domains do not count; each trust domain gets an identity of its own.',
  ],
  draft: (answer) => ({
    issuer: answer('issuer'),
    subjects: [`spiffe://${answer('trustDomain')}${answer('path')}`],
    algorithms: ['RS256', 'ES256', 'ES384'],
    // JWT-SVID 2.3: where there is a typ, it is one of these.
    tokenTypes: ['JWT', 'JOSE'],
    singleUse: 'off',
  }),
})
