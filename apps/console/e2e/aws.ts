import { randomInt } from 'node:crypto'
import type { Policy } from '@bonafide/stand-ins'
import type { AwsControl } from './aws-control.ts'
import { test as signedIn } from './console.ts'

export { expect, expectAccessible, home } from './console.ts'

/** The cloud from the outside: each command of `aws-control.ts`, over HTTP. */
export type Aws = {
  [Name in keyof AwsControl]: (...input: Parameters<AwsControl[Name]>) => Promise<ReturnType<AwsControl[Name]>>
}

/** Whom the trust policy of a role has to name: the user that the server under test signs as. */
export const serverArn = 'arn:aws:iam::999988887777:user/bonafide'

export const region = 'eu-central-1'

/** An account that no other story knows. */
export const newAccount = (): string => String(randomInt(100_000_000_000, 200_000_000_000))

/** Pages as the owner sees them, beside an AWS that does what a story wants; it behaves again when the story ends. */
export const test = signedIn.extend<{ aws: Aws }>({
  aws: async ({ page: _ }, use) => {
    await use(cloud)
    await cloud.behave()
  },
})

/** The same outside of stories, for who only prepares something. */
export const cloud = new Proxy({} as Aws, { get: (_, name) => (input?: unknown) => ask(String(name), input) })

async function ask(name: string, input: unknown = {}): Promise<never> {
  const url = `http://127.0.0.1:${process.env.E2E_AWS_PORT}/control/${name}`
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(input) })
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`)
  return (await answer.json()).answer as never
}

export const allow = (actions: string | string[], resource = '*'): Policy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
})

/** A trust policy that lets the server under test in, with its external id when one is given. */
export const trustsServer = (externalId?: string): Policy => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: serverArn },
      Action: 'sts:AssumeRole',
      ...(externalId ? { Condition: { StringEquals: { 'sts:ExternalId': externalId } } } : {}),
    },
  ],
})

/** A trust policy for tokens of the server under test; `subject` may have `*`. */
export const trustsTokens = (providerArn: string, issuer: string, subject: string): Policy => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: providerArn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${issuer.replace(/^https?:\/\//, '')}:aud`]: 'sts.amazonaws.com' },
        StringLike: { [`${issuer.replace(/^https?:\/\//, '')}:sub`]: subject },
      },
    },
  ],
})
