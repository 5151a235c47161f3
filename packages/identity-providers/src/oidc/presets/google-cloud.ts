import { pins, shaped } from './answers.ts'
import { definePreset } from './preset.ts'

export const googleCloud = definePreset({
  id: 'google-cloud',
  name: 'Google Cloud',
  description: 'Whatever runs as one service account of Google Cloud: Compute Engine, Cloud Run, functions, builds.',
  icon: 'google-cloud',
  fields: [
    {
      name: 'uniqueId',
      label: 'Unique id of the service account',
      help: 'Its number, which is never given again: gcloud iam service-accounts describe shop@acme.iam.gserviceaccount.com --format="value(uniqueId)"',
      placeholder: '112233445566778899001',
      required: true,
      control: 'text',
      problem: shaped(/^[1-9]\d{9,29}$/, 'must be the number of a service account: 10 digits or more'),
    },
    {
      name: 'email',
      label: 'E-mail address of the service account',
      help: 'Asked for in addition to the number, so that a reader sees who it is.',
      placeholder: 'shop@acme.iam.gserviceaccount.com',
      required: false,
      control: 'text',
      problem: shaped(
        /^[a-z0-9][a-z0-9-]{1,62}@[a-z0-9]([a-z0-9.-]{0,100}[a-z0-9])?\.gserviceaccount\.com$/,
        'must be the address of a service account: it ends in gserviceaccount.com',
      ),
    },
  ],
  teaches: [
    'The number is what is trusted; an address can be deleted and made again for somebody else.',
    'People get tokens of the same issuer: without the number of a service account, anybody with a Google account could come.',
    'The metadata server gives e-mail addresses only when asked with format=full.',
    'It hands out the same token for up to an hour, so a token may be used more than once.',
    'Every project that may act as the service account can have its tokens.',
  ],
  draft: (answer) => ({
    issuer: 'https://accounts.google.com',
    subjects: [answer('uniqueId')],
    claims: answer('email') === '' ? [] : [...pins(['email', answer('email')]), 'email_verified = true'],
    keySource: 'jwks_url',
    jwksUrl: 'https://www.googleapis.com/oauth2/v3/certs',
    algorithms: ['RS256'],
    singleUse: 'off',
  }),
})
