import type { Runtime } from '@bonafide/core'
import { type AwsCredentials, createAwsSts, signGetCallerIdentity, toEnvelope } from '@bonafide/stand-ins'
import { isStsHost } from '../outbound/platform-hosts.ts'
import { type Derive, letters } from './derive.ts'
import { accepted, type PersonaRow, refused, rowOf, type SimulatedPlatform } from './platform.ts'

// The account numbers of AWS's own documentation: nobody's.
const account = '111122223333'
const otherAccount = '444455556666'
const region = 'eu-central-1'
const signatureExpirySeconds = 60

type Keys = 'role' | 'user' | 'stranger' | 'roleWithWrongSecret'

interface AwsPersona extends PersonaRow {
  keys: Keys
  /** How long ago it signed. */
  signedSecondsAgo?: number
  /** How often it sends the one request. */
  sends?: number
}

const personas: readonly AwsPersona[] = [
  {
    id: 'aws-role',
    provider: 'aws_iam',
    title: 'EC2 instance with the role web-prod',
    story: 'A machine signs with the keys of its role, AWS says whose they are, and the identity trusts every session of that role.',
    expects: accepted,
    keys: 'role',
  },
  {
    id: 'aws-user',
    provider: 'aws_iam',
    title: 'IAM user ci-runner',
    story: 'A build server with keys of an IAM user gets in, because the identity names that user.',
    expects: accepted,
    keys: 'user',
  },
  {
    id: 'aws-other-account',
    provider: 'aws_iam',
    title: 'A role web-prod in another account',
    story: 'The name of the role is the same, but the account is not: AWS vouches for the caller, and nobody trusts it.',
    expects: refused('principal_not_trusted'),
    keys: 'stranger',
  },
  {
    id: 'aws-expired',
    provider: 'aws_iam',
    title: 'A signature from ten minutes ago',
    story: 'AWS would still accept it, Bonafide does not: a request that was signed a while ago may have been copied on its way.',
    expects: refused('signature_expired'),
    keys: 'role',
    signedSecondsAgo: 600,
  },
  {
    id: 'aws-replay',
    provider: 'aws_iam',
    title: 'The same signed request twice',
    story: 'The first one is accepted; whoever overheard it and sends it again is refused.',
    expects: refused('replayed'),
    keys: 'role',
    sends: 2,
  },
  {
    id: 'aws-wrong-secret',
    provider: 'aws_iam',
    title: 'The right key id with a wrong secret',
    story: 'Knowing the name of a key is not having it: the signature does not fit, and AWS says so.',
    expects: refused('signature_invalid'),
    keys: 'roleWithWrongSecret',
  },
]

/** AWS: an STS that verifies SigV4, and callers who sign for the real one. */
export const simulatedAws = (derive: Derive, { now, randomBytes }: Pick<Runtime, 'now' | 'randomBytes'>): SimulatedPlatform => ({
  name: 'AWS',
  personas,
  standsInFor: isStsHost,
  open(organisationId) {
    const sts = createAwsSts({ now: () => new Date(now()), keepsRequests: false })
    const keys = keysOf(organisationId, derive)
    const session = (number: string) => `arn:aws:sts::${number}:assumed-role/web-prod/i-0demo`
    sts.addPrincipal({ arn: session(account), account, userId: 'AROADEMOWEBPROD00:i-0demo', ...keys.role })
    sts.addPrincipal({ arn: session(otherAccount), account: otherAccount, userId: 'AROADEMOSTRANGER0:i-0demo', ...keys.stranger })
    sts.addPrincipal({ arn: `arn:aws:iam::${account}:user/ci-runner`, account, userId: 'AIDADEMOCIRUNNER0', ...keys.user })
    return {
      identities: [
        {
          provider: 'aws_iam',
          name: 'demo-aws',
          description: 'Belongs to the Lab: trusts a simulated role and a simulated user.',
          config: {
            principals: [`arn:aws:iam::${account}:role/web-prod`, `arn:aws:iam::${account}:user/ci-runner`],
            signatureExpirySeconds,
          },
        },
      ],
      fetch: sts.fetch,
      async login(personaId, { serviceAccountId, publicUrl }) {
        const { keys: which, signedSecondsAgo = 0, sends = 1 } = rowOf(personas, personaId)
        const credentials = keys[which]
        const signedAt = now() - signedSecondsAgo * 1000
        const nonce = Buffer.from(randomBytes(16)).toString('base64url')
        const serverId = `${new URL(publicUrl).host};${serviceAccountId};${nonce}`
        const signed = signGetCallerIdentity({ credentials, region, now: new Date(signedAt), variant: 'bonafide-cli', serverId })
        const body = toEnvelope({ ...signed }, serviceAccountId)
        const isOrdinary = signedSecondsAgo === 0 && sends === 1
        return {
          bodies: Array.from({ length: sends }, () => body),
          validUntil: signedAt + signatureExpirySeconds * 1000,
          command: isOrdinary ? commandWith(credentials, serviceAccountId) : null,
        }
      },
    }
  },
})

function commandWith({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials, serviceAccountId: string) {
  return {
    environment: {
      // A profile of the terminal would go before these.
      AWS_PROFILE: '',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken ?? '',
      AWS_REGION: region,
    },
    words: ['auth', '--mode', 'aws-iam', '--service-account-id', serviceAccountId, '--no-store'],
  }
}

function keysOf(organisationId: string, derive: Derive): Record<Keys, AwsCredentials> {
  const label = (what: string) => `aws ${organisationId} ${what}`
  // Key ids end as those of AWS's documentation do, so that nobody takes them for real ones.
  const longLived = (prefix: string, name: string): AwsCredentials => ({
    accessKeyId: `${prefix}${letters(derive(label(`${name} id`), 9))}EXAMPLE`,
    secretAccessKey: derive(label(`${name} secret`), 30).toString('base64'),
  })
  const temporary = (name: string): AwsCredentials => ({
    ...longLived('ASIA', name),
    sessionToken: `IQoJb3JpZ2luX2Vj${derive(label(`${name} session`), 180).toString('base64')}`,
  })
  const role = temporary('role')
  const { secretAccessKey } = longLived('ASIA', 'wrong')
  return { role, user: longLived('AKIA', 'user'), stranger: temporary('stranger'), roleWithWrongSecret: { ...role, secretAccessKey } }
}
