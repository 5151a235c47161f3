import { shaped, uuid } from './answers.ts'
import { definePreset } from './preset.ts'

const uuidForm = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const regionForm = '[a-z]{2}(-[a-z]{2,10}){1,3}-\\d'
const inRegion = shaped(new RegExp(`^${regionForm}:${uuidForm}$`), 'must be a region and an id: eu-central-1:0192c5a1-…')

const pools = 'https://cognito-identity.amazonaws.com'

export const cognito = definePreset({
  id: 'cognito',
  name: 'Amazon Cognito',
  description: 'One identity of an identity pool, or one user of a user pool.',
  icon: 'aws',
  fields: [
    {
      name: 'kind',
      label: 'Kind of pool',
      help: 'An identity pool vouches for devices and backends of yours, a user pool for people who sign in.',
      required: true,
      control: 'select',
      options: [
        { value: 'identity_pool', label: 'Identity pool (GetOpenIdToken)' },
        { value: 'user_pool', label: 'User pool (ID token)' },
      ],
    },
    {
      name: 'poolId',
      label: 'Id of the identity pool',
      help: 'What its tokens are made for: aws cognito-identity list-identity-pools --max-results 10',
      placeholder: 'eu-central-1:0192c5a1-7a3b-4000-8000-000000000001',
      required: true,
      control: 'text',
      askedWhen: { field: 'kind', is: ['identity_pool'] },
      problem: inRegion,
    },
    {
      name: 'identityId',
      label: 'Id of the identity',
      help: 'The one that is trusted; the pool never gives it again: aws cognito-identity list-identities --identity-pool-id … --max-results 10',
      placeholder: 'eu-central-1:0192c5a1-7a3b-4000-8000-000000000002',
      required: true,
      control: 'text',
      askedWhen: { field: 'kind', is: ['identity_pool'] },
      problem: inRegion,
    },
    {
      name: 'userPoolId',
      label: 'Id of the user pool',
      help: 'aws cognito-idp list-user-pools --max-results 10',
      placeholder: 'eu-central-1_AbCdEf123',
      required: true,
      control: 'text',
      askedWhen: { field: 'kind', is: ['user_pool'] },
      problem: shaped(new RegExp(`^${regionForm}_[A-Za-z0-9]{1,40}$`), 'must be the id of one user pool: eu-central-1_AbCdEf123'),
    },
    {
      name: 'clientId',
      label: 'Id of the app client',
      help: 'What its ID tokens are made for (aud).',
      placeholder: '1h57kf5cpq17m0eml12EXAMPLE',
      required: true,
      control: 'text',
      askedWhen: { field: 'kind', is: ['user_pool'] },
      problem: shaped(/^[A-Za-z0-9]{1,128}$/, 'must be the id of one app client: letters and digits'),
    },
    {
      name: 'user',
      label: 'Id of the user (sub)',
      help: 'Not the name, which may change hands: aws cognito-idp admin-get-user --user-pool-id … --username …',
      placeholder: '0192c5a1-7a3b-4000-8000-000000000003',
      required: true,
      control: 'text',
      askedWhen: { field: 'kind', is: ['user_pool'] },
      problem: uuid,
    },
  ],
  teaches: [
    'A role of AWS needs no Cognito: an identity for AWS IAM fits better wherever a request to AWS can be signed.',
    'Cognito makes its tokens for the pool or the app client, never for this server: whatever else receives one could show it here.',
    'Guests of an identity pool, which nobody has vouched for, are refused.',
    'Tokens of an identity pool are signed with RS512, those of a user pool with RS256.',
    'Access tokens of a user pool carry no audience and are refused: send the ID token.',
  ],
  draft(answer) {
    if (answer('kind') === 'user_pool') {
      const region = answer('userPoolId').split('_')[0] ?? ''
      return {
        issuer: `https://cognito-idp.${region}.amazonaws.com/${answer('userPoolId')}`,
        audiences: [answer('clientId')],
        subjects: [answer('user')],
        claims: ['token_use = id'],
        algorithms: ['RS256'],
        singleUse: 'off',
      }
    }
    return {
      issuer: pools,
      audiences: [answer('poolId')],
      subjects: [answer('identityId')],
      claims: ['amr has authenticated'],
      keySource: 'jwks_url',
      jwksUrl: `${pools}/.well-known/jwks_uri`,
      algorithms: ['RS512'],
      tokenTypes: ['JWS', 'JWT'],
      singleUse: 'proof',
    }
  },
})
