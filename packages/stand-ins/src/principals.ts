import { randomBytes, randomInt } from 'node:crypto'

/** What a client signs with. `sessionToken` is present for temporary credentials. */
export interface AwsCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

/** Who a key belongs to, as `GetCallerIdentity` reports it. */
export interface AwsPrincipal extends AwsCredentials {
  arn: string
  account: string
  userId: string
  /** From this instant the keys answer ExpiredToken. */
  expiresAt?: Date
}

/** A principal to register; keys that are not given are made up. `temporary` makes an `ASIA…` key with a session token. */
export interface NewAwsPrincipal extends Partial<AwsCredentials> {
  arn: string
  account: string
  userId: string
  temporary?: boolean
  expiresAt?: Date
}

interface Whereabouts {
  account?: string
  /** `aws` unless told: `aws-cn`, `aws-us-gov`, `aws-iso` … */
  partition?: string
  expiresAt?: Date
}

export interface RoleSession extends Whereabouts {
  roleName: string
  sessionName: string
  /** `AROA…`; stays the same for one incarnation of a role. */
  roleId?: string
}

export interface IamUser extends Whereabouts {
  userName: string
  /** `/team/` puts the user below a path. */
  path?: string
  /** `AIDA…` */
  userId?: string
}

export interface FederatedUser extends Whereabouts {
  name: string
}

/** Completes a principal with random keys where none were given. */
export function completePrincipal(principal: NewAwsPrincipal): AwsPrincipal {
  const { temporary, ...given } = principal
  const isTemporary = temporary ?? given.sessionToken !== undefined
  return {
    ...given,
    accessKeyId: given.accessKeyId ?? uniqueId(isTemporary ? 'ASIA' : 'AKIA'),
    secretAccessKey: given.secretAccessKey ?? randomBytes(30).toString('base64'),
    ...(isTemporary ? { sessionToken: given.sessionToken ?? `IQoJb3JpZ2luX2Vj${randomBytes(180).toString('base64')}` } : {}),
  }
}

/** A session of an assumed role: its ARN has no role path, its user id is `AROA…:<session name>`. */
export function roleSession(session: RoleSession): NewAwsPrincipal {
  const { account, partition } = whereabouts(session)
  return {
    arn: `arn:${partition}:sts::${account}:assumed-role/${session.roleName}/${session.sessionName}`,
    account,
    userId: `${session.roleId ?? uniqueId('AROA')}:${session.sessionName}`,
    temporary: true,
    expiresAt: session.expiresAt,
  }
}

/** An IAM user with long-lived keys (`AIDA…`). */
export function iamUser(user: IamUser): NewAwsPrincipal {
  const { account, partition } = whereabouts(user)
  const arn = `arn:${partition}:iam::${account}:user${user.path ?? '/'}${user.userName}`
  return { arn, account, userId: user.userId ?? uniqueId('AIDA'), expiresAt: user.expiresAt }
}

/** The root user of an account: its user id is the account number. */
export function rootUser(root: Whereabouts = {}): NewAwsPrincipal {
  const { account, partition } = whereabouts(root)
  return { arn: `arn:${partition}:iam::${account}:root`, account, userId: account, expiresAt: root.expiresAt }
}

/** A federated user (GetFederationToken): its user id is `<account>:<name>`. */
export function federatedUser(user: FederatedUser): NewAwsPrincipal {
  const { account, partition } = whereabouts(user)
  const arn = `arn:${partition}:sts::${account}:federated-user/${user.name}`
  return { arn, account, userId: `${account}:${user.name}`, temporary: true, expiresAt: user.expiresAt }
}

/** A random account number of twelve digits. */
function randomAccount(): string {
  return String(randomInt(100_000_000_000, 281_474_976_710_655)).padStart(12, '0').slice(0, 12)
}

/** An AWS unique id: four-letter prefix and 17 base-32 characters (21 in all; access keys have 20). */
function uniqueId(prefix: string): string {
  const length = prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return prefix + Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('')
}

function whereabouts(given: Whereabouts): { account: string; partition: string } {
  return { account: given.account ?? randomAccount(), partition: given.partition ?? 'aws' }
}
